"""Who a row is about, without saying it: identities become keyed tokens and encodings before anything is written."""
