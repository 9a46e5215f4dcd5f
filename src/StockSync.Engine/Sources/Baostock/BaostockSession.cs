using System.Globalization;
using StockSync.Engine.Sources.Baostock.Answers;
using StockSync.Engine.Sources.Baostock.Protocol;
using StockSync.Engine.Sources.Contract;

namespace StockSync.Engine.Sources.Baostock;

/// <summary>A logged-in connection to the service.</summary>
sealed class BaostockSession : IBarSession
{
    static readonly TimeSpan s_logoutLimit = TimeSpan.FromSeconds(2);

    readonly BaostockChannel _channel;
    readonly BarCollector _bars = new();
    readonly int _pageSize;

    BaostockSession(BaostockChannel channel, int pageSize)
    {
        _channel = channel;
        _pageSize = Math.Clamp(pageSize, 1, Wire.MaxPageSize);
    }

    /// <inheritdoc/>
    public bool IsUsable => _channel.IsUsable;

    /// <summary>Logs in on a fresh connection, which is closed when that fails.</summary>
    public static async Task<BaostockSession> LogInAsync(
        BaostockChannel channel, string? apiKey, int pageSize, CancellationToken cancellationToken)
    {
        const string Method = "login";
        try
        {
            var frame = RequestFrame.Encode(MessageType.Login, [Method, Wire.User, Wire.Password, apiKey ?? "0"]);
            var answer = await channel.AskAsync(MessageType.Login, frame, cancellationToken);
            if (answer.Count < 4)
                throw SourceErrors.Protocol(ProtocolFault.Slots);
            if (!answer.Matches(2, Method) || !answer.Matches(3, Wire.User))
                throw SourceErrors.Protocol(ProtocolFault.Method);
            return new BaostockSession(channel, pageSize);
        }
        catch
        {
            channel.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<CalendarDay>> GetCalendarAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        var days = new List<CalendarDay>();
        await AskAsync(
            Query.TradeDates(from, to), (data, columns) => CalendarAnswer.Read(data, columns, from, to, days), cancellationToken);
        return days;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<StockEntry>> GetStocksAsync(int atLeast, CancellationToken cancellationToken)
    {
        var stocks = new Dictionary<StockCode, StockEntry>();
        await AskAsync(
            Query.StockBasic(), (data, columns) => StockListAnswer.Read(data, columns, stocks), cancellationToken, () => stocks.Count < atLeast);
        return [.. stocks.Values.OrderBy(stock => stock.Code)];
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ListedStock>> GetListedStocksAsync(DateOnly day, CancellationToken cancellationToken)
    {
        var stocks = new Dictionary<StockCode, ListedStock>();
        await AskAsync(Query.AllStock(day), (data, columns) => ListedAnswer.Read(data, columns, stocks), cancellationToken);
        return [.. stocks.Values.OrderBy(stock => stock.Code)];
    }

    /// <inheritdoc/>
    public Task<RejectedRows> GetStockRangeAsync(
        StockCode code, DateOnly from, DateOnly to, BarBatch into, CancellationToken cancellationToken) =>
        GetBarsAsync(Query.History(code, from, to), new BarScope(code, from, to), into, cancellationToken);

    /// <inheritdoc/>
    public Task<RejectedRows> GetMarketDayAsync(DateOnly day, BarBatch into, CancellationToken cancellationToken) =>
        GetBarsAsync(Query.DailyAStock(day), new BarScope(null, day, day), into, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<AdjustFactor>> GetAdjustFactorsAsync(
        StockCode code, DateOnly from, DateOnly to, CancellationToken cancellationToken) =>
        GetFactorsAsync(Query.AdjustFactor(code, from, to), new BarScope(code, from, to), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<AdjustFactor>> GetAdjustFactorsOfDayAsync(DateOnly day, CancellationToken cancellationToken) =>
        GetFactorsAsync(Query.DailyAdjustFactor(day), new BarScope(null, day, day), cancellationToken);

    /// <summary>Says goodbye where that is still possible, within two seconds and without an error, and closes.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!IsUsable || _channel.IsBusy)
        {
            _channel.Dispose();
            return;
        }
        try
        {
            using var limit = new CancellationTokenSource(s_logoutLimit, _channel.Time);
            string now = _channel.Time.GetUtcNow().ToOffset(Beijing.Offset).ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture);
            await _channel.AskAsync(
                MessageType.Logout, RequestFrame.Encode(MessageType.Logout, ["logout", Wire.User, now]), limit.Token);
        }
        catch (Exception e) when (e is StockSyncException or OperationCanceledException or ObjectDisposedException)
        {
            // The connection is closed below; nothing depends on the farewell.
        }
        finally
        {
            _channel.Dispose();
        }
    }

    async Task<RejectedRows> GetBarsAsync(Query query, BarScope scope, BarBatch into, CancellationToken cancellationToken)
    {
        _bars.Begin(scope);
        await AskAsync(query, (data, columns) => _bars.Add(data, new BarAnswerColumns(columns, Query.BarFields)), cancellationToken);
        return Guard(() => _bars.MoveTo(into));
    }

    async Task<IReadOnlyList<AdjustFactor>> GetFactorsAsync(Query query, BarScope scope, CancellationToken cancellationToken)
    {
        var factors = new Dictionary<(StockCode Code, DateOnly Date), AdjustFactor>();
        await AskAsync(query, (data, columns) => FactorAnswer.Read(data, columns, scope, factors), cancellationToken);
        return [.. factors.Values.OrderBy(factor => factor.Code).ThenBy(factor => factor.Date)];
    }

    /// <summary>Asks page after page until one is not full. There is no total count, and any failing page fails the query.</summary>
    async Task AskAsync(Query query, TableReader read, CancellationToken cancellationToken, Func<bool>? goesOn = null)
    {
        int total = 0;
        for (int page = 1; ; page++)
        {
            var answer = await _channel.AskAsync(query.Type, query.Encode(page, _pageSize), cancellationToken);
            int rows = Guard(() =>
            {
                query.Verify(answer, page, _pageSize);
                // No rows is an empty slot; what its columns are called matters to nobody then.
                var data = answer[query.DataSlot];
                return data.IsEmpty ? 0 : read(data, new ColumnList(answer[query.ColumnsSlot]));
            });
            // A service that cuts its pages shorter than they were asked for is found out by an empty one.
            if (!query.IsPaged || rows == 0 || (rows < _pageSize && goesOn?.Invoke() != true))
                return;
            total += rows;
            if (rows > _pageSize || total > Wire.MaxRowsOfQuery)
            {
                _channel.Invalidate();
                throw SourceErrors.Protocol(ProtocolFault.RowCount);
            }
        }
    }

    /// <summary>Closes the connection when an answer turns out not to be trusted.</summary>
    T Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (StockSyncException e) when (e.ErrorId == ErrorIds.SourceProtocol)
        {
            _channel.Invalidate();
            throw;
        }
    }

    delegate int TableReader(ReadOnlySpan<byte> data, ColumnList columns);
}
