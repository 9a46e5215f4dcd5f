using StockSync.Engine.Stores.Contract;
using StockSync.Engine.Stores.Sql;

namespace StockSync.Engine.Stores.Tables;

/// <summary>What the service said and what is not believed on its word alone, and which stocks the database is a copy of.</summary>
sealed class ClaimTable(StoreDatabase database) : IClaimStore
{
    /// <summary>None of a database that is known to be older than the table.</summary>
    public async Task<IReadOnlyList<Claim>> GetClaimsAsync(CancellationToken cancellationToken) => !database.HasEvidence ? [] : await database.QueryAsync(
        new Statement("""
            select kind, subject, digest, detail, answers, first_on, last_on, accepted_at, note from sync_claim order by last_on, kind, subject
            """),
        reader => new Claim
        {
            Kind = reader.Word<ClaimKind>(0),
            Subject = reader.GetString(1),
            Digest = reader.GetString(2),
            Detail = reader.GetString(3),
            Answers = reader.Count(4),
            FirstOn = reader.Day(5),
            LastOn = reader.Day(6),
            AcceptedAt = database.Dialect.ReadInstantOrNull(reader, 7),
            Note = reader.TextOrNull(8),
        },
        claim => (claim.Kind, claim.Subject),
        cancellationToken);

    public Task PutClaimsAsync(IReadOnlyList<Claim> claims, CancellationToken cancellationToken) => database.RunAsync([Put(claims)], cancellationToken);

    public Task DeleteClaimsAsync(IReadOnlyList<Claim> claims, CancellationToken cancellationToken) =>
        database.RunAsync([Delete(claims)], cancellationToken);

    /// <summary>Another digest begins anew; an acceptance stays while the digest does.</summary>
    public Statement Put(IEnumerable<Claim> claims) => new Statement($"""
        insert into sync_claim (kind, subject, digest, detail, answers, first_on, last_on, accepted_at, note)
        select r.kind, r.subject, r.digest, r.detail, 1, r.first_on, r.last_on, r.accepted_at, r.note
        from {database.Dialect.Rows("rows", """
            kind text, subject text, digest text, detail text, first_on date, last_on date, accepted_at timestamptz, note text
            """)} where true
        on conflict (kind, subject) do update set
            answers = case when sync_claim.digest <> excluded.digest then 1
                when sync_claim.last_on < excluded.last_on then sync_claim.answers + 1 else sync_claim.answers end,
            first_on = case when sync_claim.digest <> excluded.digest then excluded.first_on else sync_claim.first_on end,
            accepted_at = case when sync_claim.digest <> excluded.digest then excluded.accepted_at
                else coalesce(excluded.accepted_at, sync_claim.accepted_at) end,
            note = case when sync_claim.digest <> excluded.digest then excluded.note else coalesce(excluded.note, sync_claim.note) end,
            digest = excluded.digest, detail = excluded.detail, last_on = excluded.last_on
        """)
        .With("rows", JsonRows.Of(claims, (json, claim) =>
        {
            json.Text("kind", claim.Kind.ToString());
            json.Text("subject", claim.Subject);
            json.Text("digest", claim.Digest);
            json.Text("detail", claim.Detail);
            json.Day("first_on", claim.FirstOn);
            json.Day("last_on", claim.LastOn);
            json.Instant("accepted_at", claim.AcceptedAt);
            json.Text("note", claim.Note);
        }));

    public Statement Delete(IEnumerable<Claim> claims) => new Statement($"""
        delete from sync_claim where exists (
            select 1 from {database.Dialect.Rows("rows", "kind text, subject text")}
            where r.kind = sync_claim.kind and r.subject = sync_claim.subject)
        """)
        .With("rows", JsonRows.Of(claims, (json, claim) =>
        {
            json.Text("kind", claim.Kind.ToString());
            json.Text("subject", claim.Subject);
        }));

    public static Statement Replace(StockCode old, StockCode by) =>
        new Statement("update stock set replaced_by = @by where stock_code = @old").With("by", by.ToString()).With("old", old.ToString());

    /// <summary>Unknown of a database that is known to be older than the table.</summary>
    public async Task<CopyScope> GetCopyAsync(CancellationToken cancellationToken)
    {
        if (!database.HasEvidence)
            return CopyScope.Unknown;
        var copy = database.QueryAsync(
            new Statement("select is_whole, is_told, is_checked from sync_copy"),
            reader => (IsWhole: reader.IsDBNull(0) ? (bool?)null : reader.GetBoolean(0), IsTold: reader.GetBoolean(1), IsChecked: reader.GetBoolean(2)),
            cancellationToken);
        var codes = database.QueryAsync(
            new Statement("select stock_code from sync_copy_stock order by stock_code"), reader => reader.Code(0), cancellationToken);
        await Task.WhenAll(copy, codes);
        return await copy is [var known]
            ? new CopyScope(known.IsWhole, (await codes).ToHashSet(), known.IsTold, known.IsChecked)
            : CopyScope.Unknown;
    }

    public Task PutCopyAsync(CopyScope scope, CancellationToken cancellationToken)
    {
        var statements = new List<Statement>
        {
            new Statement("update sync_copy set is_whole = @whole, is_told = @told, is_checked = @checked")
                .With("whole", scope.IsWhole).With("told", scope.IsTold).With("checked", scope.IsChecked),
        };
        if (scope.IsWhole == true)
            statements.Add(new Statement("delete from sync_copy_stock"));
        else if (scope.Codes.Count > 0)
        {
            statements.Add(new Statement($"""
                insert into sync_copy_stock (stock_code) select r.stock_code from {database.Dialect.Rows("rows", "stock_code text")} where true
                on conflict (stock_code) do nothing
                """)
                .With("rows", JsonRows.Of(scope.Codes, (json, code) => json.Code(code))));
        }
        return database.RunAsync(statements, cancellationToken);
    }
}
