using System.Data.Common;
using StockSync.Engine.Stores.Contract;
using StockSync.Engine.Stores.Sql;

namespace StockSync.Engine.Stores.Tables;

/// <summary>The units of published plans: who has them in hand, and which are through.</summary>
sealed class UnitTable(StoreDatabase database)
{
    const string Columns = "unit_no, shape, stock_code, from_date, to_date, has_rows";
    const string OfPlan = "run_id = @run_id and plan_no = @plan_no";

    public Statement Add(string runId, int plan, IReadOnlyList<PlanUnit> units) => new Statement($"""
        insert into sync_unit (run_id, plan_no, state, {Columns})
        select @run_id, @plan_no, 'Pending', {Columns}
        from {database.Dialect.Rows("rows", "unit_no integer, shape text, stock_code text, from_date date, to_date date, has_rows boolean")}
        """)
        .With("run_id", runId).With("plan_no", plan)
        .With("rows", JsonRows.Of(units, (json, unit) =>
        {
            json.WriteNumber("unit_no", unit.Number);
            json.Text("shape", unit.Shape.ToString());
            json.Code(unit.Code);
            json.Day("from_date", unit.From);
            json.Day("to_date", unit.To);
            json.WriteBoolean("has_rows", unit.HasRows);
        }));

    /// <summary>The next units that nobody else is taking at this very moment. A worker that is lost gets none.</summary>
    public async Task<IReadOnlyList<PlanUnit>> ClaimAsync(UnitClaim claim, CancellationToken cancellationToken)
    {
        var units = await database.ChangeAsync(
            new Statement($"""
                with next as (
                    select unit_no as next_no from sync_unit
                    where {OfPlan} and shape = @shape and state = 'Pending' and (@owner = @run_id
                        or exists (select 1 from sync_worker w where w.worker_id = @owner and w.state = 'Active'))
                    order by unit_no limit @count{database.Dialect.ForUpdateSkipLocked})
                update sync_unit set state = 'Claimed', worker_id = @owner from next
                where {OfPlan} and unit_no = next_no
                returning {Columns}
                """)
                .With("run_id", claim.RunId).With("plan_no", claim.Plan).With("shape", claim.Shape.ToString())
                .With("owner", claim.Owner).With("count", claim.Count),
            Read,
            cancellationToken);
        units.Sort((left, right) => left.Number.CompareTo(right.Number));
        return units;
    }

    /// <summary>
    /// Marks units as through; fewer rows than units means that some are no longer in the owner's hand. Done twice it is the same.
    /// </summary>
    public static Statement Mark(string runId, string owner, int plan, bool isFailed, IReadOnlyCollection<int> numbers) => ValueList.Of(
        $"update sync_unit set state = @state where {OfPlan} and worker_id = @owner and state in ('Claimed', @state) and unit_no",
        numbers,
        "")
        .With("run_id", runId).With("plan_no", plan).With("owner", owner).With("state", isFailed ? "Failed" : "Done");

    /// <summary>Gives back what an owner has in hand, of one plan or of all.</summary>
    public static Statement Return(string runId, int? plan, string owner) => new Statement("""
        update sync_unit set state = 'Pending', worker_id = null
        where run_id = @run_id and (@plan_no = 0 or plan_no = @plan_no) and state = 'Claimed' and worker_id = @owner
        """)
        .With("run_id", runId).With("plan_no", plan ?? 0).With("owner", owner);

    /// <summary>Gives back what workers have in hand that are gone.</summary>
    public static Statement ReturnOfGone(string runId, int plan) => new Statement($"""
        update sync_unit set state = 'Pending', worker_id = null
        where {OfPlan} and state = 'Claimed'
            and worker_id in (select w.worker_id from sync_worker w where w.run_id = @run_id and w.state in ('Lost', 'Ended'))
        """)
        .With("run_id", runId).With("plan_no", plan);

    public static Statement Count(string runId, int plan, string owner) => new Statement($"""
        select count(*) filter (where state = 'Pending'), count(*) filter (where state = 'Claimed' and worker_id <> @owner) from sync_unit
        where {OfPlan}
        """)
        .With("run_id", runId).With("plan_no", plan).With("owner", owner);

    public static Statement Delete(string runId, int plan) =>
        new Statement($"delete from sync_unit where {OfPlan}").With("run_id", runId).With("plan_no", plan);

    public async Task<IReadOnlyList<PlanUnit>> GetFinishedAsync(string runId, int plan, string owner, CancellationToken cancellationToken) =>
        await database.QueryAsync(
            new Statement($"""
                select {Columns} from sync_unit where {OfPlan} and state in ('Done', 'Failed') and worker_id <> @owner order by unit_no
                """)
                .With("run_id", runId).With("plan_no", plan).With("owner", owner),
            Read,
            unit => unit.Number,
            cancellationToken);

    static PlanUnit Read(DbDataReader reader) => new(
        reader.Count(0), reader.Word<RequestShape>(1), reader.Code(2), reader.Day(3), reader.Day(4), reader.GetBoolean(5));
}
