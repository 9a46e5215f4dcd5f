using StockSync.Engine.Stores.Sql;

namespace StockSync.Engine.Stores.Tables;

/// <summary>The small tables of one database: the same SQL for both kinds.</summary>
sealed class StoreTables
{
    public StoreTables(StoreDatabase database)
    {
        Absences = new AbsenceTable(database);
        Days = new DayTables(database, Absences);
        Failures = new FailureTables(database);
        Claims = new ClaimTable(database);
        Reference = new ReferenceTables(database, Absences);
        Services = new ServiceTables(database);
        Alerts = new AlertTables(database);
        Runs = new RunTable(database, Services, Alerts);
        Lease = new LeaseTable(database);
        Workers = new WorkerTable(database);
        History = new HistoryTables(database, Alerts);
    }

    public AbsenceTable Absences { get; }

    public DayTables Days { get; }

    public FailureTables Failures { get; }

    public ClaimTable Claims { get; }

    public ReferenceTables Reference { get; }

    public RunTable Runs { get; }

    public LeaseTable Lease { get; }

    public WorkerTable Workers { get; }

    public ServiceTables Services { get; }

    public AlertTables Alerts { get; }

    public HistoryTables History { get; }
}
