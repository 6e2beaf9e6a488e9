# Stands in for redis:7: Debian 12's Redis under the user of the official image.
FROM debian:bookworm-slim
RUN groupadd --system --gid 999 redis && useradd --system --gid redis --uid 999 redis \
    && apt-get update -qq && apt-get install -y -qq --no-install-recommends redis-server redis-tools \
    && rm -rf /var/lib/apt/lists/* \
    && install -d -o redis -g redis /data
VOLUME /data
WORKDIR /data
EXPOSE 6379
CMD ["redis-server", "--protected-mode", "no"]
