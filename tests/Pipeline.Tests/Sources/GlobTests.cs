using OpenVinoFlow.Pipeline.Sources;

namespace OpenVinoFlow.Pipeline.Tests.Sources;

public class GlobTests
{
    [Theory]
    [InlineData("**/*", "a.jpg", true)]
    [InlineData("**/*", "a/b/c", true)]
    [InlineData("*.jpg", "a.jpg", true)]
    [InlineData("*.jpg", "sub/a.jpg", false)]
    [InlineData("*.jpg", "a.JPG", false)]
    [InlineData("**/*.jpg", "a.jpg", true)]
    [InlineData("**/*.jpg", "x/y/a.jpg", true)]
    [InlineData("**/*.jpg", "x/y/ajpg", false)]
    [InlineData("x/**", "x/y/z", true)]
    [InlineData("x/**", "y/z", false)]
    [InlineData("x/**/z.png", "x/z.png", true)]
    [InlineData("x/**/z.png", "x/a/b/z.png", true)]
    [InlineData("?.png", "a.png", true)]
    [InlineData("?.png", "ab.png", false)]
    [InlineData("?.png", "/.png", false)]
    [InlineData("*.{jpg,png}", "a.png", true)]
    [InlineData("*.{jpg,png}", "a.gif", false)]
    [InlineData("a,b.jpg", "a,b.jpg", true)]
    [InlineData("[x].jpg", "[x].jpg", true)]
    [InlineData("a+.jpg", "a+.jpg", true)]
    [InlineData("*.jpg", "a.jpg\n", false)]
    public void Matches_as_documented(string pattern, string path, bool expected) =>
        Assert.Equal(expected, new Glob(pattern).Matches(path));
}
