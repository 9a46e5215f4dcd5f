namespace StockSync;

/// <summary>One setting as <c>Get-SyncConfiguration</c> shows it. Secrets are masked.</summary>
public sealed class SyncSettingValue
{
    /// <summary>The setting's name; parameter and configuration file use it as it is.</summary>
    public required string Name { get; init; }

    /// <summary>The value in force, masked where it is a secret.</summary>
    public string? Value { get; init; }

    /// <summary>Where it comes from: <c>Parameter</c>, <c>Environment</c>, <c>Profile</c> or <c>Default</c>.</summary>
    public required string Source { get; init; }

    /// <summary>The default.</summary>
    public string? Default { get; init; }

    /// <summary>The environment variable that sets it.</summary>
    public required string Variable { get; init; }

    /// <summary>What it does, with its unit.</summary>
    public required string Description { get; init; }
}
