-- A whole sale in one statement: header, five lines of 10,000 articles, payment, five movements, five stock rows.
-- No event, no chain, no signature, no postings, no feed: everything the ledger does more is on the ledger's side.
-- The stock rows are locked in one order, so that sixteen clients do not wait for each other in a circle.
\set a random(1, 2000)
\set b random(2001, 4000)
\set c random(4001, 6000)
\set d random(6001, 8000)
\set e random(8001, 10000)
\set till random(1, 16)
WITH sold (line, article_id) AS (VALUES (1, :a::integer), (2, :b::integer), (3, :c::integer), (4, :d::integer), (5, :e::integer)),
sale AS (INSERT INTO bench_sale VALUES (gen_random_uuid(), :till, 2500, now()) RETURNING sale_id),
lines AS (INSERT INTO bench_line SELECT sale_id, line, article_id, 1, 500 FROM sale, sold),
movements AS (INSERT INTO bench_movement SELECT sale_id, line, article_id, 'S01/floor', 'S01/customer', 1 FROM sale, sold),
payment AS (INSERT INTO bench_payment SELECT sale_id, 1, 'cash', 2500 FROM sale)
UPDATE bench_article SET on_hand = on_hand - 1 FROM sold WHERE bench_article.article_id = sold.article_id;
