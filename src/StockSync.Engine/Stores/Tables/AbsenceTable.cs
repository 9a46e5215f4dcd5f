using System.Data.Common;
using StockSync.Engine.Stores.Contract;
using StockSync.Engine.Stores.Sql;

namespace StockSync.Engine.Stores.Tables;

/// <summary>Stocks without a row, as intervals.</summary>
sealed class AbsenceTable(StoreDatabase database) : IAbsenceStore
{
    const string Columns =
        "stock_code, from_date, to_date, state, reason, first_on, last_on, answers, list_day, checks, check_on, note";

    /// <summary>Keeps the table's other writers out until the transaction ends: joined machines rewrite intervals of the same stocks.</summary>
    public IEnumerable<Statement> Lock()
    {
        if (database.Dialect.IsShared)
            yield return new Statement("lock table sync_absence in share row exclusive mode");
    }

    /// <summary>None of a database that is known to be older than the table.</summary>
    public async Task<IReadOnlyList<Absence>> GetAbsencesAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken) => database.HasEvidence
        ? await database.QueryAsync(Overlapping(from, to), Read, absence => (absence.Code, absence.From), cancellationToken)
        : [];

    public async Task<IReadOnlyList<Absence>> GetDueAbsencesAsync(DateOnly today, CancellationToken cancellationToken) =>
        await database.QueryAsync(
            new Statement($"""
                select {Columns} from sync_absence
                where (state <> 'NotListed' and last_on < @today) or (state = 'NotListed' and note is null and check_on <= @today)
                order by to_date desc, stock_code, from_date
                """)
                .With("today", today),
            Read,
            absence => (absence.Code, absence.From),
            cancellationToken);

    /// <summary>The same as <see cref="GetAbsencesAsync"/> within a transaction.</summary>
    public static Statement Find(DateOnly from, DateOnly to, ICollection<Absence> into) => Overlapping(from, to).OnRow(reader => into.Add(Read(reader)));

    public Statement Delete(IEnumerable<Absence> absences) => new Statement($"""
        delete from sync_absence where exists (
            select 1 from {database.Dialect.Rows("rows", "stock_code text, from_date date")}
            where r.stock_code = sync_absence.stock_code and r.from_date = sync_absence.from_date)
        """)
        .With("rows", JsonRows.Of(absences, (json, absence) =>
        {
            json.Code(absence.Code);
            json.Day("from_date", absence.From);
        }));

    public Statement Put(IEnumerable<Absence> absences) => new Statement($"""
        insert into sync_absence ({Columns})
        select {Columns} from {database.Dialect.Rows("rows", """
            stock_code text, from_date date, to_date date, state text, reason text, first_on date, last_on date, answers integer,
            list_day date, checks integer, check_on date, note text
            """)} where true
        on conflict (stock_code, from_date) do update set to_date = excluded.to_date, state = excluded.state, reason = excluded.reason,
            first_on = excluded.first_on, last_on = excluded.last_on, answers = excluded.answers, list_day = excluded.list_day,
            checks = excluded.checks, check_on = excluded.check_on, note = excluded.note
        """)
        .With("rows", JsonRows.Of(absences, (json, absence) =>
        {
            json.Code(absence.Code);
            json.Day("from_date", absence.From);
            json.Day("to_date", absence.To);
            json.Text("state", absence.State.ToString());
            json.Text("reason", absence.Reason);
            json.Day("first_on", absence.FirstOn);
            json.Day("last_on", absence.LastOn);
            json.WriteNumber("answers", absence.Answers);
            json.Day("list_day", absence.ListDay);
            json.WriteNumber("checks", absence.Checks);
            json.Day("check_on", absence.CheckOn);
            json.Text("note", absence.Note);
        }));

    static Statement Overlapping(DateOnly from, DateOnly to) =>
        new Statement($"select {Columns} from sync_absence where from_date <= @to and to_date >= @from order by stock_code, from_date")
            .With("from", from).With("to", to);

    static Absence Read(DbDataReader reader) => new()
    {
        Code = reader.Code(0),
        From = reader.Day(1),
        To = reader.Day(2),
        State = reader.Word<StockState>(3),
        Reason = reader.GetString(4),
        FirstOn = reader.Day(5),
        LastOn = reader.Day(6),
        Answers = reader.Count(7),
        ListDay = reader.DayOrNull(8),
        Checks = reader.Count(9),
        CheckOn = reader.DayOrNull(10),
        Note = reader.TextOrNull(11),
    };
}
