-- What nobody needs, and what holds for every session. Idempotent.
revoke all on schema public from public;
-- compiling hundreds of short queries takes longer than running them: with it the first transformation of the seven real
-- files and the synthetic country takes 166 s, without it 73 s
alter database faro set jit = off;
