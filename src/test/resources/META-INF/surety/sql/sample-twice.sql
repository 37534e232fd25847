-- name: look
SELECT 1

-- name: look
SELECT 2
