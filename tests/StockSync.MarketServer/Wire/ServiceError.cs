namespace StockSync.MarketServer;

/// <summary>The service's error codes with its texts; where a text was never seen it is ours (see the protocol page, section 11).</summary>
static class ServiceError
{
    public static readonly ServiceErrorException NotLoggedIn = new("10001001", "用户未登录");
    public static readonly ServiceErrorException WrongPassword = new("10001002", "用户名或密码错误");
    public static readonly ServiceErrorException VersionExpired = new("10001004", "客户端版本号过期");
    public static readonly ServiceErrorException Blacklisted = new("10001011", "黑名单用户，请与管理员联系");
    public static readonly ServiceErrorException BadApiKey = new("10001012", "API key格式错误");
    public static readonly ServiceErrorException EmptyParameter = new("10004005", "传入参数为空");
    public static readonly ServiceErrorException WrongParameterCount = new("10004006", "请求参数个数不正确");
    public static readonly ServiceErrorException BadStartDate = new("10004007", "起始日期格式不正确");
    public static readonly ServiceErrorException BadEndDate = new("10004008", "结束日期格式不正确");
    public static readonly ServiceErrorException StartAfterEnd = new("10004009", "起始日期大于终止日期");
    public static readonly ServiceErrorException BadDate = new("10004010", "日期格式不正确");
    public static readonly ServiceErrorException BadCode = new("10004011", "无效的证券代码");
    public static readonly ServiceErrorException UnknownField = new("10004012", "无效的指标");
    public static readonly ServiceErrorException OverLimit = new("10004016", "超过查询条数上限");
    public static readonly ServiceErrorException RepeatedField = new("10004018", "指标重复");
    public static readonly ServiceErrorException MalformedMessage = new("10004019", "消息格式不正确");
    public static readonly ServiceErrorException UnknownType = new("10004020", "错误的消息类型");
    public static readonly ServiceErrorException System = new("10005001", "系统错误");
}
