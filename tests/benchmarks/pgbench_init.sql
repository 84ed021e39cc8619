-- The other side of the ledger benchmark: the tables a plain SQL programmer would make for a sale of five lines.
CREATE TABLE bench_article (article_id integer PRIMARY KEY, on_hand bigint NOT NULL);
CREATE TABLE bench_sale (sale_id uuid PRIMARY KEY, till integer NOT NULL, total bigint NOT NULL, made_at timestamptz NOT NULL);
CREATE TABLE bench_line (sale_id uuid, line integer, article_id integer NOT NULL, qty bigint NOT NULL, amount bigint NOT NULL,
    PRIMARY KEY (sale_id, line));
CREATE TABLE bench_movement (sale_id uuid, line integer, article_id integer NOT NULL, from_place text NOT NULL,
    to_place text NOT NULL, qty bigint NOT NULL, PRIMARY KEY (sale_id, line));
CREATE TABLE bench_payment (sale_id uuid, line integer, kind text NOT NULL, amount bigint NOT NULL, PRIMARY KEY (sale_id, line));
INSERT INTO bench_article SELECT number, 1000000 FROM generate_series(1, 10000) AS number;
