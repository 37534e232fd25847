-- also: sample-more

-- name: look
-- What a comment says is left out.
SELECT a
FROM "surety_sample"
