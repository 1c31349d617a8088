using System.Xml.Linq;

namespace OpenVinoFlow.Native.States;

/// <summary>What became of a model file with memory states.</summary>
/// <param name="Variables">The variables.</param>
/// <param name="Initial">The network that computes initial values; null when none has to be computed.</param>
internal sealed record StatefulModel(IReadOnlyList<StateVariable> Variables, InitialValueNetwork? Initial);

/// <summary>A self-contained network: its description and its weights.</summary>
/// <param name="Description">The IR as text.</param>
/// <param name="Weights">Constants it refers to.</param>
/// <param name="Inputs">Names of the model's inputs it depends on; usually none.</param>
internal sealed record InitialValueNetwork(XDocument Description, byte[] Weights, IReadOnlyList<string> Inputs);
