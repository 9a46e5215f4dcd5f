namespace StockSync;

/// <summary>Reads a secret out of a vault of the caller's session.</summary>
/// <param name="vault">The vault's name; null means the default vault.</param>
/// <param name="name">The secret's name.</param>
/// <returns>The secret; null where this session has no vaults.</returns>
/// <exception cref="StockSyncException"><see cref="ErrorIds.SettingInvalid"/>: there is no such secret, or it is no text.</exception>
public delegate string? ReadVault(string? vault, string name);
