namespace StockSync.Engine.Configuration;

/// <summary>What holds between settings: each alone may be fine and the two together make no sense.</summary>
static class SettingRules
{
    public static void Check(SyncSettings settings)
    {
        NotAbove(nameof(settings.BatchMin), settings.BatchMin, nameof(settings.BatchSize), settings.BatchSize);
        NotAbove(nameof(settings.BatchSize), settings.BatchSize, nameof(settings.BatchMax), settings.BatchMax);
        NotAbove(nameof(settings.PoolMin), settings.PoolMin, nameof(settings.PoolMax), settings.PoolMax);
        NotAbove(nameof(settings.RetryMinDelay), settings.RetryMinDelay, nameof(settings.RetryMaxDelay), settings.RetryMaxDelay);

        // A lease renewed less often than it expires is lost by a healthy run.
        NotAbove(nameof(settings.LeaseHeartbeat), settings.LeaseHeartbeat * 2, nameof(settings.LeaseExpiry), settings.LeaseExpiry, "SettingsHeartbeat");
    }

    static void NotAbove<T>(string low, T lowValue, string high, T highValue, string text = "SettingsReversed")
        where T : IComparable<T>
    {
        if (lowValue.CompareTo(highValue) > 0)
        {
            throw new StockSyncException(
                ErrorIds.SettingInvalid, ErrorKind.InvalidArgument, Texts.Format(text, low, high), Texts.Get("AdviceShow"), target: low);
        }
    }
}
