using StockSync.Engine.Stores.Contract;
using StockSync.Engine.Stores.Sql;

namespace StockSync.Engine.Stores.Tables;

/// <summary>The one lease of a database: a single row that exists from the first schema on.</summary>
sealed class LeaseTable(StoreDatabase database) : ILeaseStore
{
    const string Ours = "where id = 1 and run_id = @run_id and epoch = @epoch";

    /// <summary>A sign of life, and the proof that the lease is still ours: no row changed means it is not.</summary>
    public Statement Renewal(Lease lease) =>
        new Statement($"update sync_lease set heartbeat_at = {database.Dialect.Now} {Ours}")
            .With("run_id", lease.RunId).With("epoch", lease.Epoch);

    /// <summary>
    /// Selects a row while the lease is the run's, and keeps it from being taken over until the end of the transaction. It does not stand in
    /// the way of renewals, nor of another worker.
    /// </summary>
    public static Statement Look(Lease lease) =>
        new Statement($"select epoch from sync_lease {Ours} for key share").With("run_id", lease.RunId).With("epoch", lease.Epoch);

    /// <summary>Rows that exist while the lease is the run's, as a FROM clause.</summary>
    public const string Held = "sync_lease " + Ours;

    /// <summary>Selects run and epoch of a lease that is held by a living run, and keeps it like <see cref="Look"/>.</summary>
    public Statement Running() => new($"""
        select run_id, epoch from sync_lease
        where id = 1 and {database.Dialect.SecondsSince("heartbeat_at")} <= expiry_seconds
            and run_id in (select r.run_id from sync_run r where r.status = 'Running')
        for key share
        """);

    public async Task<bool> RenewLeaseAsync(Lease lease, CancellationToken cancellationToken)
    {
        var renewal = Renewal(lease);
        await database.RunAsync(
            [
                renewal,
                new Statement($"""
                    update sync_run set last_seen_at = {database.Dialect.Now}
                    where run_id = @run_id
                        and exists (select 1 from sync_lease l where l.id = 1 and l.run_id = @run_id and l.epoch = @epoch)
                    """)
                    .With("run_id", lease.RunId).With("epoch", lease.Epoch),
            ],
            cancellationToken);
        return renewal.Affected == 1;
    }

    public Task ReleaseLeaseAsync(Lease lease, CancellationToken cancellationToken) => database.RunAsync([Release(lease)], cancellationToken);

    /// <summary>Gives the lease back; whoever took it over keeps it.</summary>
    public static Statement Release(Lease lease) =>
        new Statement($"update sync_lease set run_id = null {Ours}").With("run_id", lease.RunId).With("epoch", lease.Epoch);

    public async Task<Lease> AcquireLeaseAsync(
        string runId, LeaseOwner owner, TimeSpan expiry, Func<LeaseOwner, bool> isDead, CancellationToken cancellationToken) =>
        await TakeFreeAsync(runId, owner, expiry, cancellationToken)
            ?? await TakeAsync(runId, owner, expiry, isDead, cancellationToken);

    // Nearly always nobody has it: one round trip.
    Task<Lease?> TakeFreeAsync(string runId, LeaseOwner owner, TimeSpan expiry, CancellationToken cancellationToken) => database.WriteAsync(
        async connection =>
        {
            long epoch = 0;
            await connection.RunAsync(
                [
                    new(database.Dialect.Begin),
                    Take(runId, owner, expiry, "epoch + 1", "and run_id is null").OnRow(reader => epoch = reader.GetInt64(0)),
                    Interrupt(runId),
                    new("commit"),
                ],
                cancellationToken);
            return epoch > 0 ? new Lease(runId, epoch) : null;
        },
        cancellationToken);

    Task<Lease> TakeAsync(
        string runId, LeaseOwner owner, TimeSpan expiry, Func<LeaseOwner, bool> isDead, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async connection =>
            {
                LeaseState? state = null;
                await connection.RunAsync(
                    [
                        new(database.Dialect.Begin),
                        new Statement($"""
                            select epoch, run_id, host, boot_id, process_id, process_start, {database.Dialect.SecondsSince("heartbeat_at")},
                                acquired_at
                            from sync_lease where id = 1{database.Dialect.ForUpdate}
                            """)
                            .OnRow(reader => state = new LeaseState(
                                reader.GetInt64(0),
                                reader.TextOrNull(1),
                                new LeaseOwner(reader.GetString(2), reader.GetString(3), reader.Count(4), reader.GetString(5)),
                                Convert.ToDouble(reader.GetValue(6), System.Globalization.CultureInfo.InvariantCulture),
                                database.Dialect.ReadInstant(reader, 7))),
                    ],
                    cancellationToken);
                if (state is null)
                    throw StoreErrors.Empty(database.Place, null);
                // Its own run: the answer to an earlier attempt was lost.
                if (state.RunId is { } former && former != runId && state.Age <= expiry.TotalSeconds && !isDead(state.Owner))
                    throw await ActiveAsync(connection, state, former, cancellationToken);
                var lease = new Lease(runId, state.Epoch + 1);
                await connection.RunAsync(
                    [Take(runId, owner, expiry, "@epoch", "").With("epoch", lease.Epoch).OnRow(_ => { }), Interrupt(runId), new("commit")],
                    cancellationToken);
                return lease;
            },
            cancellationToken);

    Statement Take(string runId, LeaseOwner owner, TimeSpan expiry, string epoch, string condition) => new Statement($"""
        update sync_lease set run_id = @run_id, epoch = {epoch}, host = @host, boot_id = @boot_id, process_id = @process_id,
            process_start = @process_start, expiry_seconds = @expiry, acquired_at = {database.Dialect.Now},
            heartbeat_at = {database.Dialect.Now}
        where id = 1 {condition}
        returning epoch
        """)
        .With("run_id", runId).With("host", owner.Host).With("boot_id", owner.BootId)
        .With("process_id", owner.ProcessId).With("process_start", owner.ProcessStart).With("expiry", expiry.TotalSeconds);

    // Every run works under the one lease, so where we have it no other can be alive; also not one that gave its lease back but could not
    // record its end.
    Statement Interrupt(string runId) => new Statement($"""
        update sync_run set status = 'Interrupted', ended_at = {database.Dialect.Now} where run_id <> @run_id and status = 'Running'
            and exists (select 1 from sync_lease l where l.id = 1 and l.run_id = @run_id)
        """)
        .With("run_id", runId);

    async Task<StockSyncException> ActiveAsync(
        StoreConnection connection, LeaseState state, string runId, CancellationToken cancellationToken)
    {
        var (started, settled, total) = (state.AcquiredAt, 0, 0);
        await connection.RunAsync(
            [
                new Statement("select started_at, days_settled, days from sync_run where run_id = @run_id").With("run_id", runId)
                    .OnRow(reader => (started, settled, total) =
                        (database.Dialect.ReadInstant(reader, 0), reader.Count(1), reader.Count(2))),
                new("rollback"),
            ],
            cancellationToken);
        return StoreErrors.RunActive(runId, state.Owner, started, settled, total);
    }

    sealed record LeaseState(long Epoch, string? RunId, LeaseOwner Owner, double Age, DateTime AcquiredAt);
}
