package dev.surety.core;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import org.eclipse.microprofile.config.Config;

/**
 * What a part is given to work with.
 *
 * @param config where the part reads its own settings
 * @param settings the shared settings
 * @param names the tables' names
 * @param database statements in the current transaction
 * @param transactions tells of the caller's transaction
 * @param ownTransactions transactions with deadlines, for Surety's own threads
 * @param clock the database's time
 * @param threads makes long-running threads of the container
 * @param scheduler runs periodic work
 */
public record Core(
    Config config,
    CoreSettings settings,
    TableNames names,
    Database database,
    Transactions transactions,
    OwnTransactions ownTransactions,
    DatabaseClock clock,
    ThreadFactory threads,
    ScheduledExecutorService scheduler) {}
