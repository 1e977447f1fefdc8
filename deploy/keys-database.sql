-- The key chest has a database of its own, so that a backup of the words holds no keys.
CREATE DATABASE keys OWNER shoulder;
