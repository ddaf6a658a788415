#!/bin/sh
# Runs once, when PostgreSQL's volume is empty: the program owns its database and nothing else of the server.
set -eu

psql --set ON_ERROR_STOP=1 --set password="$(cat /run/secrets/city_password)" --username "${POSTGRES_USER:-postgres}" \
    --dbname postgres <<'SQL'
CREATE ROLE yiping LOGIN PASSWORD :'password';
CREATE DATABASE yiping OWNER yiping ENCODING 'UTF8' TEMPLATE template0;
REVOKE CONNECT ON DATABASE yiping FROM PUBLIC;
SQL
