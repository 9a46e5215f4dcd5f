namespace StockSync.MarketServer;

/// <summary>A decided answer: its bytes, how they travel, and how long the client waits first.</summary>
readonly record struct Reply(byte[] Bytes, DeliveryKind Delivery, TimeSpan Pause, TimeSpan Latency);
