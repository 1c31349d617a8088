using System.Diagnostics.CodeAnalysis;

namespace OpenVinoFlow.Native.Interop;

/// <summary>Turns status codes into exceptions that carry OpenVINO's text.</summary>
internal static unsafe class Status
{
    private static readonly Lock _gate = new();

    /// <summary>Throws unless the call succeeded. <paramref name="action"/> completes "OpenVINO could not ...".</summary>
    public static void Check(StatusCode status, string action)
    {
        if (status != StatusCode.OK)
            Throw(status, action, subject: null);
    }

    /// <summary>As <see cref="Check(StatusCode,string)"/>, naming what the call was about.</summary>
    public static void Check(StatusCode status, string action, string subject)
    {
        if (status != StatusCode.OK)
            Throw(status, action, subject);
    }

    /// <summary>
    /// Text of the failure that just happened. OpenVINO keeps one text for the whole process, so with several failing threads it may be
    /// another failure's; it keeps none for codes the C interface makes itself.
    /// </summary>
    public static string Describe(StatusCode status)
    {
        if (status is StatusCode.GENERAL_ERROR or StatusCode.NOT_IMPLEMENTED or StatusCode.REQUEST_BUSY or StatusCode.INFER_CANCELLED or StatusCode.UNKNOW_EXCEPTION)
        {
            byte* text = NativeMethods.ov_get_last_err_msg();
            if (text is not null && Clean(NativeText.Take(text)) is { Length: > 0 } message)
                return message;
        }

        return NativeText.Read(NativeMethods.ov_get_error_info(status));
    }

    /// <summary>
    /// Text of the failure that <paramref name="request"/> ended with. Waiting again repeats the failure and with it the process-wide
    /// text, so that another failure has microseconds to overwrite it, not the time since the first wait.
    /// </summary>
    public static string DescribeInference(InferRequestHandle request, StatusCode status)
    {
        try
        {
            lock (_gate)
            {
                StatusCode repeated = NativeMethods.ov_infer_request_wait(request);
                return Describe(repeated == StatusCode.OK ? status : repeated);
            }
        }
        catch (ObjectDisposedException)
        {
            // Another thread disposed the request, which is what ended the wait.
            return NativeText.Read(NativeMethods.ov_get_error_info(status));
        }
    }

    [DoesNotReturn]
    private static void Throw(StatusCode status, string action, string? subject)
    {
        string about = subject is null ? "" : $" ({subject})";
        throw new OpenVinoException(status, $"OpenVINO could not {action}{about}: {Describe(status)} [{status}]");
    }

    /// <summary>OpenVINO's texts begin with the source lines they passed through; people want what comes after.</summary>
    private static string Clean(string text)
    {
        IEnumerable<string> lines = text
            .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Where(static line => !line.StartsWith("Exception from src/", StringComparison.Ordinal));

        return string.Join(" ", lines);
    }
}
