using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace StockSync.MarketServer;

/// <summary>Answers with bars in files, one for each question: type, number of rows, zlib stream.</summary>
static class AnswerFolder
{
    const int TypeLength = 2;
    const int HeadLength = TypeLength + sizeof(int);

    /// <summary>The kept answer, or the one that is made now and kept. Errors are not: making one throws.</summary>
    public static Answer GetOrAdd(string folder, string question, Func<Answer> make)
    {
        var path = Path.Combine(folder, Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(question))));
        if (File.Exists(path))
            return Read(File.ReadAllBytes(path));
        var answer = make();
        Write(path, answer);
        return answer;
    }

    static Answer Read(byte[] file) => Answer.OfFrame(
        AnswerFrame.OfStream(Encoding.ASCII.GetString(file, 0, TypeLength), file[HeadLength..]),
        BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(TypeLength)));

    static void Write(string path, Answer answer)
    {
        var frame = answer.ToFrame(out var rowCount);
        var head = new byte[HeadLength];
        Encoding.ASCII.GetBytes(frame.Type, head);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(TypeLength), rowCount);
        // Two connections may ask the same: each writes its own file, and the last one stays.
        var draft = $"{path}.{Guid.NewGuid():N}";
        using (var file = File.Create(draft))
        {
            file.Write(head);
            file.Write(frame.Body);
        }
        File.Move(draft, path, overwrite: true);
    }
}
