using System.Reflection;
using System.Runtime.InteropServices;
using OpenVinoFlow.Preprocess.Decoding;
using SkiaSharp;

namespace OpenVinoFlow.Preprocess.Tests;

/// <summary>Our declarations of libSkiaSharp's functions, held to those of the SkiaSharp package that is referenced.</summary>
public sealed class SkiaInteropTests
{
    private static readonly Assembly _skia = typeof(SKCodec).Assembly;

    [Fact]
    public void Structures_have_the_package_s_layout()
    {
        SameLayout(typeof(SkiaInterop.ImageInfo), "SkiaSharp.SKImageInfoNative");
        SameLayout(typeof(SkiaInterop.CodecOptions), "SkiaSharp.SKCodecOptionsInternal");
    }

    [Fact]
    public void Numbers_have_the_package_s_meaning()
    {
        Assert.Equal(Enum.GetNames<SKCodecResult>().Order(), Enum.GetNames<SkiaInterop.CodecResult>().Order());
        foreach (string name in Enum.GetNames<SKCodecResult>())
            Assert.Equal((int)Enum.Parse<SKCodecResult>(name), (int)Enum.Parse<SkiaInterop.CodecResult>(name));

        Type colors = _skia.GetType("SkiaSharp.SKColorTypeNative", throwOnError: true)!;
        Assert.Equal(SkiaInterop.ColorTypeRgba8888, Convert.ToInt32(Enum.Parse(colors, "Rgba8888"), null));
        Assert.Equal(SkiaInterop.AlphaOpaque, (int)SKAlphaType.Opaque);
        Assert.Equal(SkiaInterop.AlphaUnpremultiplied, (int)SKAlphaType.Unpremul);
    }

    [Fact]
    public void Functions_take_as_many_arguments_as_the_package_s()
    {
        Type api = _skia.GetType("SkiaSharp.SkiaApi", throwOnError: true)!;
        foreach ((string name, string native) in new[]
        {
            (nameof(SkiaInterop.DataNew), "sk_data_new_with_proc"), (nameof(SkiaInterop.DataRelease), "sk_data_unref"),
            (nameof(SkiaInterop.CodecNew), "sk_codec_new_from_data"), (nameof(SkiaInterop.CodecDestroy), "sk_codec_destroy"),
            (nameof(SkiaInterop.CodecGetInfo), "sk_codec_get_info"), (nameof(SkiaInterop.CodecGetPixels), "sk_codec_get_pixels"),
        })
        {
            MethodInfo theirs = api.GetMethod(native, BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public)!;
            MethodInfo mine = typeof(SkiaInterop).GetMethod(name)!;
            Assert.Equal(theirs.GetParameters().Length, mine.GetParameters().Length);
            Assert.Equal(theirs.GetParameters().Select(p => Size(p.ParameterType)), mine.GetParameters().Select(p => Size(p.ParameterType)));
        }
    }

    private static void SameLayout(Type ours, string theirName)
    {
        Type theirs = _skia.GetType(theirName, throwOnError: true)!;
        FieldInfo[] mine = ours.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic);
        FieldInfo[] other = theirs.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic);
        Assert.Equal(other.Select(f => Size(f.FieldType)), mine.Select(f => Size(f.FieldType)));
    }

    private static int Size(Type type)
    {
        if (type.IsPointer || type == typeof(nint))
            return nint.Size;

        return type.IsEnum ? Size(Enum.GetUnderlyingType(type)) : Marshal.SizeOf(type);
    }
}
