namespace StockSync.Engine.Configuration;

/// <summary>What references to secrets are read from, beside files.</summary>
/// <param name="Environment">Reads the environment.</param>
/// <param name="Vault">Reads a vault of the caller's session; null where there is none.</param>
sealed record SecretSources(Func<string, string?> Environment, ReadVault? Vault = null);
