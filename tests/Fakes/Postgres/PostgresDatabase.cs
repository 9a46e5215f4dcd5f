namespace StockSync.Tests.Fakes;

/// <summary>How to reach one database as one role.</summary>
sealed record PostgresDatabase(int Port, string Name, string User, string Password)
{
    /// <summary>The form that Npgsql takes.</summary>
    internal string ConnectionString => $"Host=127.0.0.1;Port={Port};Database={Name};Username={User};Password={Password}";

    /// <summary>The form that Neon prints.</summary>
    internal string Uri => $"postgresql://{User}:{System.Uri.EscapeDataString(Password)}@127.0.0.1:{Port}/{Name}";

    /// <summary>Runs SQL with <c>psql</c>, one transaction per statement.</summary>
    /// <returns>One line per row, columns parted by <c>|</c>.</returns>
    internal async Task<IReadOnlyList<string>> QueryAsync(string sql)
    {
        var psql = ServerAccount.Command(PostgresPrograms.Locate("psql"), "-XAtq", "-v", "ON_ERROR_STOP=1", "-f", "-", Uri);
        var output = await Programs.RunAsync(psql, sql);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>The first column of the only row.</summary>
    internal async Task<string> ScalarAsync(string sql) => (await QueryAsync(sql)).Single();

    /// <summary>A new role that may log in and nothing else; rights are granted with SQL.</summary>
    internal async Task<PostgresDatabase> CreateRoleAsync(string name)
    {
        const string Password = "role-password";
        await QueryAsync($"CREATE ROLE {name} LOGIN PASSWORD '{Password}'");
        return this with { User = name, Password = Password };
    }
}
