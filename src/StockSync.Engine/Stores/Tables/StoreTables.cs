using StockSync.Engine.Stores.Sql;

namespace StockSync.Engine.Stores.Tables;

/// <summary>The small tables of one database: the same SQL for both kinds.</summary>
sealed class StoreTables(StoreDatabase database)
{
    public ReferenceTables Reference { get; } = new(database, new AbsenceTable(database));

    public DayTables Days { get; } = new(database, new AbsenceTable(database));

    public AbsenceTable Absences { get; } = new(database);

    public ClaimTable Claims { get; } = new(database);

    public FailureTables Failures { get; } = new(database);

    public RunTable Runs { get; } = new(database);

    public LeaseTable Lease { get; } = new(database);

    public WorkerTable Workers { get; } = new(database);

    public ServiceTables Services { get; } = new(database);

    public AlertTables Alerts { get; } = new(database);

    public AttemptTable Attempts { get; } = new(database);

    public SizeTable Sizes { get; } = new(database);
}
