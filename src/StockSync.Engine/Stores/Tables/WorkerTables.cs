using System.Text.Json;
using StockSync.Engine.Sources.Contract;
using StockSync.Engine.Stores.Contract;
using StockSync.Engine.Stores.Sql;

namespace StockSync.Engine.Stores.Tables;

/// <summary>Several machines at one run, over tables that they share. Each call is one short transaction.</summary>
sealed class WorkerTables(StoreDatabase database) : IWorkerStore
{
    readonly LeaseTable _lease = new(database);
    readonly WorkerTable _workers = new(database);
    readonly UnitTable _units = new(database);

    public Task<WorkerTicket?> JoinAsync(WorkerEntry worker, CancellationToken cancellationToken) => database.WriteAsync(
        async connection =>
        {
            Lease? lease = null;
            await connection.RunAsync(
                [
                    new(database.Dialect.Begin),
                    _lease.Running().OnRow(reader => lease = new Lease(reader.GetString(0), reader.GetInt64(1))),
                ],
                cancellationToken);
            if (lease is null)
                return null;
            await connection.RunAsync(
                [.. WorkerTable.Forget(lease.RunId), .. _workers.Add(worker, lease.RunId), new("commit")],
                cancellationToken);
            return new WorkerTicket(worker.WorkerId, lease);
        },
        cancellationToken);

    public Task<WorkerStatus> ReadStatusAsync(WorkerTicket pass, CancellationToken cancellationToken) => database.WriteAsync(
        async connection =>
        {
            var look = new WorkerStatus(WorkerState.Lost, false, 0);
            await connection.RunAsync(
                [
                    new(database.Dialect.Begin),
                    _workers.Sign(pass),
                    new Statement($"""
                        select w.state, l.run_id is not null, coalesce((select max(p.plan_no) from sync_plan p where p.run_id = @run_id), 0)
                        from sync_worker w
                            left join sync_lease l on l.id = 1 and l.run_id = @run_id and l.epoch = @epoch
                                and {database.Dialect.SecondsSince("l.heartbeat_at")} <= l.expiry_seconds
                        where w.worker_id = @worker_id
                        """)
                        .With("worker_id", pass.WorkerId).With("run_id", pass.Lease.RunId).With("epoch", pass.Lease.Epoch)
                        .OnRow(reader => look = new WorkerStatus(reader.Word<WorkerState>(0), reader.GetBoolean(1), reader.Count(2))),
                    new("commit"),
                ],
                cancellationToken);
            return look;
        },
        cancellationToken);

    public Task LeaveAsync(WorkerTicket pass, RunCounters counters, CancellationToken cancellationToken) => database.RunAsync(
        [.. WorkerTable.Account(pass, counters), _workers.End(pass), UnitTable.Return(pass.Lease.RunId, null, pass.WorkerId)],
        cancellationToken);

    public async Task<int> CountAsync(string runId, CancellationToken cancellationToken)
    {
        var counts = await database.QueryAsync(WorkerTable.Count(runId), reader => reader.Count(0), cancellationToken);
        return counts is [int count] ? count : 0;
    }

    public Task<int> PublishAsync(Lease lease, PublishedPlan plan, CancellationToken cancellationToken) => database.WriteAsync(
        async connection =>
        {
            int number = 0;
            var renewal = _lease.Renewal(lease);
            await connection.RunAsync(
                [
                    new(database.Dialect.Begin),
                    renewal,
                    .. WorkerTable.Forget(lease.RunId),
                    new Statement("select coalesce(max(plan_no), 0) + 1 from sync_plan where run_id = @run_id").With("run_id", lease.RunId)
                        .OnRow(reader => number = reader.Count(0)),
                ],
                cancellationToken);
            if (renewal.Affected == 0)
                throw StoreErrors.LeaseLost(lease.RunId);
            await connection.RunAsync(
                [
                    new Statement($"""
                        insert into sync_plan (run_id, plan_no, content, published_at)
                        values (@run_id, @plan_no, @content, {database.Dialect.Now})
                        """)
                        .With("run_id", lease.RunId).With("plan_no", number).With("content", PlanContent.Write(plan)),
                    _units.Add(lease.RunId, number, plan.Units),
                    new("commit"),
                ],
                cancellationToken);
            return number;
        },
        cancellationToken);

    public async Task<PublishedPlan?> GetPlanAsync(string runId, int plan, CancellationToken cancellationToken)
    {
        var found = await database.QueryAsync(
            new Statement("select run_id, content from sync_plan where run_id = @run_id and plan_no = @plan_no")
                .With("run_id", runId).With("plan_no", plan),
            reader => reader.GetString(1),
            cancellationToken);
        try
        {
            return found is [{ Length: > 0 } content] ? PlanContent.Read(content) : null;
        }
        catch (JsonException e)
        {
            throw StoreErrors.StrangeRow(database.Place, $"sync_plan '{runId}': {e.Message}", e);
        }
    }

    // The row stays, so that the next plan has another number.
    public Task WithdrawAsync(string runId, int plan, CancellationToken cancellationToken) => database.RunAsync(
        [
            UnitTable.Delete(runId, plan),
            new Statement("update sync_plan set content = '' where run_id = @run_id and plan_no = @plan_no")
                .With("run_id", runId).With("plan_no", plan),
        ],
        cancellationToken);

    public Task<IReadOnlyList<PlanUnit>> ClaimAsync(UnitClaim claim, CancellationToken cancellationToken) =>
        _units.ClaimAsync(claim, cancellationToken);

    public Task ReturnAsync(string runId, int plan, string owner, CancellationToken cancellationToken) =>
        database.RunAsync([UnitTable.Return(runId, plan, owner)], cancellationToken);

    public Task<PlanState> ReclaimAsync(string runId, int plan, string owner, TimeSpan expiry, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async connection =>
            {
                var (pending, claimed, workers) = (0, 0, 0);
                await connection.RunAsync(
                    [
                        new(database.Dialect.Begin),
                        _workers.Lose(runId, expiry),
                        UnitTable.ReturnOfGone(runId, plan),
                        UnitTable.Count(runId, plan, owner).OnRow(reader => (pending, claimed) = (reader.Count(0), reader.Count(1))),
                        WorkerTable.Count(runId).OnRow(reader => workers = reader.Count(0)),
                        new("commit"),
                    ],
                    cancellationToken);
                return new PlanState(pending, claimed, workers);
            },
            cancellationToken);

    public Task<IReadOnlyList<PlanUnit>> GetFinishedAsync(string runId, int plan, string owner, CancellationToken cancellationToken) =>
        _units.GetFinishedAsync(runId, plan, owner, cancellationToken);

    public async Task<WorkerRows> GetRowsAsync(string runId, int plan, CancellationToken cancellationToken)
    {
        var counts = await database.QueryAsync(
            new Statement("""
                select trade_date, sum(inserted), sum(updated), sum(unchanged) from sync_worker_day
                where run_id = @run_id and plan_no = @plan_no group by trade_date order by trade_date
                """)
                .With("run_id", runId).With("plan_no", plan),
            reader => (Day: reader.Day(0), Counts: new RowCounts(reader.Count(1), reader.Count(2), reader.Count(3))),
            cancellationToken);
        var rejected = await database.QueryAsync(
            new Statement("select stock_code, trade_date, rule, row_text from sync_quarantine where run_id = @run_id").With("run_id", runId),
            reader => new RejectedRow(reader.Code(0), reader.Day(1), reader.GetString(2), reader.GetString(3)),
            cancellationToken);
        return new WorkerRows(counts.ToDictionary(c => c.Day, c => c.Counts), rejected);
    }

    public Task DismissAsync(string runId, CancellationToken cancellationToken) =>
        database.RunAsync([WorkerTable.Dismiss(runId)], cancellationToken);
}

/// <summary>A published plan without its units, as text that the same version of the module reads.</summary>
static class PlanContent
{
    public static string Write(PublishedPlan plan) => JsonSerializer.Serialize(new Content(
        plan.From,
        plan.To,
        plan.Newest,
        plan.OpenDays,
        plan.DoubtedDays,
        plan.MarketDays,
        plan.WholeDays,
        [.. plan.Ranges.Select(r => new Range(r.Code.Number, r.From, r.To))],
        plan.Units.Count));

    public static PublishedPlan Read(string text)
    {
        var content = JsonSerializer.Deserialize<Content>(text)!;
        return new PublishedPlan
        {
            From = content.From,
            To = content.To,
            Newest = content.Newest,
            OpenDays = content.OpenDays,
            DoubtedDays = content.DoubtedDays,
            MarketDays = content.MarketDays,
            WholeDays = content.WholeDays,
            Ranges = [.. content.Ranges.Select(r => new StockCoverage(new StockCode(r.Code), r.From, r.To))],
            Total = content.Total,
        };
    }

    sealed record Content(
        DateOnly From,
        DateOnly To,
        DateOnly? Newest,
        IReadOnlyList<DateOnly> OpenDays,
        IReadOnlyList<DateOnly> DoubtedDays,
        IReadOnlyList<DateOnly> MarketDays,
        IReadOnlyList<DateOnly> WholeDays,
        IReadOnlyList<Range> Ranges,
        int Total);

    sealed record Range(int Code, DateOnly From, DateOnly To);
}
