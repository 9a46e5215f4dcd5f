namespace StockSync.Engine.Operations.Reports;

/// <summary>Writes a file that only its owner may read, whole or not at all: a kill leaves the former one or the new one.</summary>
static class ReportFile
{
    public static void Write(string path, ReportData data, ReportText text)
    {
        try
        {
            AtomicFile.Write(path, stream => ReportWriter.Write(stream, data, text));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StockSyncException(
                ErrorIds.FileInvalid,
                ErrorKind.Write,
                text.Format("FileWrite", path, e.Message),
                text["FileAdvice"],
                target: path,
                inner: e);
        }
    }
}
