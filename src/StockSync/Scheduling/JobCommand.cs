namespace StockSync.Scheduling;

/// <summary>What the job types.</summary>
static class JobCommand
{
    // A module that cannot be imported, or an entry that stops halfway, must not look like success.
    public static string Write(string manifest, string? profile) =>
        $"$global:LASTEXITCODE = 1; Import-Module {Quote(manifest)} -ErrorAction Stop; "
        + $"Invoke-SyncSchedule{(profile is null ? "" : " -Profile " + Quote(profile))}; exit $LASTEXITCODE";

    // The language takes the typographic quotes for quotes too, and each is doubled by itself.
    static string Quote(string text) =>
        "'" + string.Concat(text.Select(c => c is '\'' or '\u2018' or '\u2019' or '\u201A' or '\u201B' ? $"{c}{c}" : $"{c}")) + "'";
}
