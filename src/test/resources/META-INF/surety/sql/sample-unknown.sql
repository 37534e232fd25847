-- name: look
-- use: columns
FROM "surety_sample" s

-- piece: columns
SELECT a
