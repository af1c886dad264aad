"""PyTorch's side of the benchmark, as a server on its standard input and output, one JSON object a line.

    {"workload": "W2", "V": 28, "H": 256, "L": 1, "D": 1, "O": 28, "cell": "gru", "ms": 1000}
    → {"times": [milliseconds a training step, ...]}

The first line it prints says what it is. torch.nn modules, one-hot input, mean cross-entropy over all outputs,
clip_grad_norm_ 1, SGD with rate 1, batches of 32 sequences of 35 timesteps, made beforehand. One thread, unless
the environment says otherwise (OPENBLAS_NUM_THREADS, OMP_NUM_THREADS).
"""
import ctypes
import json
import os
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

B, T = 32, 35
BATCHES = 16
WARM_UP, LEAST = 5, 3
CELLS = {'rnn': nn.RNN, 'gru': nn.GRU, 'lstm': nn.LSTM}


class Network(nn.Module):
    def __init__(self, cell, V, H, L, D, O):
        super().__init__()
        self.V = V
        self.recurrent = CELLS[cell](V, H, num_layers=L, bidirectional=D == 2)
        self.output = nn.Linear(D * H, O)

    def forward(self, tokens):
        states, _ = self.recurrent(F.one_hot(tokens, self.V).float())
        return self.output(states.reshape(-1, states.shape[-1]))


class Training:
    """A model that trains on its batches in turn, [T, B] each."""

    def __init__(self, cell, V, H, L, D, O):
        torch.manual_seed(1)
        self.model = Network(cell, V, H, L, D, O)
        self.parameters = list(self.model.parameters())
        self.optimiser = torch.optim.SGD(self.parameters, lr=1.0)
        self.inputs = torch.randint(0, V, (BATCHES, T, B))
        self.targets = torch.randint(0, O, (BATCHES, T * B))
        self.steps = 0

    def step(self):
        i = self.steps % BATCHES
        self.steps += 1
        loss = F.cross_entropy(self.model(self.inputs[i]), self.targets[i])
        self.optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(self.parameters, 1.0)
        self.optimiser.step()
        return loss.item()

    def times(self, ms):
        times, end = [], time.perf_counter() + ms / 1000
        while time.perf_counter() < end or len(times) < LEAST:
            start = time.perf_counter()
            self.step()
            times.append((time.perf_counter() - start) * 1000)
        return times


def blas():
    """The OpenBLAS this process has loaded, and which processor's kernels it chose."""
    try:
        with open('/proc/self/maps') as maps:
            paths = {line.split()[-1] for line in maps if 'blas' in line}
        for path in sorted(paths):
            library = ctypes.CDLL(path)
            if not hasattr(library, 'openblas_get_corename'):
                continue
            library.openblas_get_corename.restype = ctypes.c_char_p
            library.openblas_get_config.restype = ctypes.c_char_p
            version = ' '.join(library.openblas_get_config().decode().split()[:2])
            return f'{version} {library.openblas_get_corename().decode()}'
    except OSError:
        pass
    return torch.__config__.show().split('BLAS_INFO=')[-1].split(',')[0]


def main():
    threads = int(os.environ.get('OPENBLAS_NUM_THREADS', '1'))
    torch.set_num_threads(threads)
    torch.ones(64, 64) @ torch.ones(64, 64)
    say = lambda answer: print(json.dumps(answer), flush=True)
    say({'version': f'PyTorch {torch.__version__}', 'blas': blas(), 'threads': torch.get_num_threads(),
         'config': torch.__config__.show()})
    name, training = None, None
    for line in sys.stdin:
        asked = json.loads(line)
        if name != (asked['workload'], asked['cell']):
            name = (asked['workload'], asked['cell'])
            training = Training(asked['cell'], *(asked[key] for key in 'VHLDO'))
            for _ in range(WARM_UP):
                training.step()
        say({'times': training.times(asked['ms'])})


main()
