namespace StockSync.Engine.Sources.Baostock.Protocol;

/// <summary>Reads the first slots of an answer that failed. It may be of any type; only code and text can be relied on.</summary>
static class ServiceError
{
    /// <summary>The code of a failed answer.</summary>
    /// <exception cref="StockSyncException">It is not a number.</exception>
    public static string CodeOf(Answer answer)
    {
        string code = answer.Text(0);
        if (code.Length is 0 or > 10 || !code.All(char.IsAsciiDigit) || answer.Count < 2)
            throw SourceErrors.Protocol(ProtocolFault.Slots);
        return code;
    }

    /// <summary>The error of a failed answer to a message type.</summary>
    public static StockSyncException From(Answer answer, string messageType)
    {
        string code = CodeOf(answer);
        var meaning = ServiceErrorCode.Of(code, messageType);
        return new StockSyncException(
            meaning.ErrorId,
            meaning.Kind,
            SourceStrings.Get(meaning.Text, code, ServiceText.Clean(answer.Text(1)), messageType),
            meaning.Advice is null ? null : SourceStrings.Get(meaning.Advice),
            target: code,
            isTransient: meaning.Class == ServiceErrorClass.Transient);
    }
}
