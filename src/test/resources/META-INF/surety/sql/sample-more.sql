-- piece: columns
SELECT a, s.b
-- of the sample

-- name: first
-- use: columns
FROM "surety_sample" s

-- name: second
-- use: columns
       , c
FROM "surety_sample" s
