namespace StockSync.Engine.Operations.Schedules.Cron;

/// <summary>A block of ours in a crontab: from its first character to behind its last line's end.</summary>
sealed record CrontabSpan(string Name, int Start, int End);
