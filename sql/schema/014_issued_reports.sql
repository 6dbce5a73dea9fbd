-- Reports that were issued: numbered, frozen, with the digest of what they were made from.
select 1;
