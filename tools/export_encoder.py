"""Turns trained weights of the encoder tagger, or the mean of several, into the shipped int8 ONNX file.

    python tools/export_encoder.py weights1.pt [weights2.pt ...] --encoder FOLDER -o tagger.onnx

Needs torch, transformers, onnx, onnxscript and onnxruntime.
"""

import argparse
import tempfile
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.transformers import optimizer
from train_encoder import Net

from geomap.places.encoder import INPUTS, OUTPUT


def mean(paths: list[Path]) -> dict[str, torch.Tensor]:
    """The mean of several sets of weights of one net, trained from one start."""
    states = [torch.load(path, weights_only=True) for path in paths]
    return {name: torch.stack([s[name].float() for s in states]).mean(0) for name in states[0]}


def export(net: Net, path: Path) -> None:
    """Writes the net as ONNX with 32-bit numbers, attention fused, for any number of windows and pieces."""
    net.eval()
    # the fusing below knows attention as it was first written out, and the older exporter's way to write it
    net.body.set_attn_implementation("eager")
    example = tuple(torch.ones((2, 16), dtype=torch.int64) for _ in INPUTS)
    names = [*INPUTS, OUTPUT]
    torch.onnx.export(
        net,
        example,
        path,
        dynamo=False,
        opset_version=17,
        input_names=list(INPUTS),
        output_names=[OUTPUT],
        dynamic_axes={name: {0: "windows", 1: "pieces"} for name in names},
    )
    shape = net.body.config
    fused = optimizer.optimize_model(
        str(path),
        model_type="bert",
        num_heads=shape.num_attention_heads,
        hidden_size=shape.hidden_size,
        opt_level=0,
    )
    found = fused.get_fused_operator_statistics()["Attention"]
    if found != shape.num_hidden_layers:
        raise SystemExit(f"only {found} of {shape.num_hidden_layers} layers were fused: other versions?")
    fused.save_model_to_file(str(path))


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("weights", nargs="+", type=Path)
    parser.add_argument("--encoder", type=Path, required=True, help="folder of the MiniLM weights")
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument("--float", action="store_true", help="keep 32-bit numbers: what rounding costs")
    options = parser.parse_args()
    net = Net(options.encoder)
    net.load_state_dict(mean(options.weights))
    with tempfile.TemporaryDirectory() as scratch:
        exact = options.output if options.float else Path(scratch) / "exact.onnx"
        export(net, exact)
        if not options.float:
            # seven bits a weight: eight overflow on processors without VNNI
            quantize_dynamic(
                exact,
                options.output,
                weight_type=QuantType.QInt8,
                per_channel=True,
                reduce_range=True,
                extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT},
            )
    print(f"{options.output}: {options.output.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
