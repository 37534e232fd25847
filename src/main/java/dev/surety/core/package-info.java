/** What the parts share: SQL, transactions, group commit, settings, schema. No part's rules. */
@NullMarked
package dev.surety.core;

import org.jspecify.annotations.NullMarked;
