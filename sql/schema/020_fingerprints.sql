-- While a change of the master key is cut off, who may see sealed rows looks which of the two keys the database knows.
grant select (delivery_id, ward_code, master_fingerprint) on vault.data_key to chitieu_officer;
