namespace StockSync.Rig.Points;

/// <summary>The statements of one connection as they come, and the points that they pass. What is outside a transaction passes none.</summary>
sealed class Transaction
{
    bool _isOpen, _isUpgrade, _isHeartbeat, _hasRows, _hasRecords;
    int _trips;

    /// <summary>True while the statement writes bars.</summary>
    public bool IsWritingRows { get; private set; }

    /// <summary>A statement is about to be run, all those before it have been.</summary>
    public void Begin(string sql)
    {
        IsWritingRows = false;
        if (Is(sql, "begin"))
        {
            (_isUpgrade, _isHeartbeat, _hasRows, _hasRecords, _trips) = (false, false, false, false, 0);
            _isOpen = true;
        }
        else if (_isOpen && Is(sql, "commit"))
            Pass(_isUpgrade ? FailPoint.SchemaStep : FailPoint.BeforeCommit, _isUpgrade || IsOfRun);
        else if (_isOpen && (Has(sql, "insert into daily_stock_data") || Is(sql, "copy")))
        {
            Pass(FailPoint.InRows, _hasRows);
            _hasRows = IsWritingRows = true;
        }
        else if (_isOpen)
            Note(sql);
    }

    /// <summary>A part of the rows is sent, another one is not.</summary>
    public void Row() => Pass(FailPoint.InRows, _isOpen && IsWritingRows);

    /// <summary>What was sent so far is to be answered before more is sent.</summary>
    public void EndTrip() => _trips++;

    /// <summary>The commit is on its way.</summary>
    public void Sent() => Pass(FailPoint.CommitSent, IsOfRun);

    /// <summary>The database has committed, nobody was told.</summary>
    public void Committed()
    {
        Pass(FailPoint.AfterCommit, IsOfRun);
        Pass(FailPoint.LeaseRenewed, _isOpen && _isHeartbeat);
        _isOpen = false;
    }

    // Bars, or what is known of them; an upgrade may move both.
    bool IsOfRun => _isOpen && !_isUpgrade && (_hasRows || _hasRecords);

    void Note(string sql)
    {
        _isUpgrade |= Has(sql, "sync_schema_journal");
        _isHeartbeat |= Is(sql, "update sync_run set last_seen_at");
        if (!Is(sql, "insert") && !Is(sql, "update") && !Is(sql, "delete") && !Is(sql, "with"))
            return;
        Pass(FailPoint.RowsWritten, _hasRows && !_hasRecords);
        _hasRecords |= _hasRows || Has(sql, "insert into sync_day ") || Has(sql, "insert into sync_stock ");
    }

    // The first trip has not ended: so the transaction is one.
    void Pass(string point, bool isPassed)
    {
        if (isPassed)
            Death.Pass(point, isOneTrip: _trips == 0);
    }

    static bool Is(string sql, string beginning) => sql.AsSpan().TrimStart().StartsWith(beginning, StringComparison.OrdinalIgnoreCase);

    static bool Has(string sql, string part) => sql.Contains(part, StringComparison.OrdinalIgnoreCase);
}
