#!/usr/bin/env python3
"""Golden vectors: what PyTorch computes, in float64, for the engine to agree with.

    python3 test/golden/generate.py [FOLDER]      writes the *.json into FOLDER (default: vectors/ beside this file)

Needs PyTorch (Debian: python3-torch; the stored files were made with 1.13). The format and the formulas are in
vectors/SCHEMA.md. Every case is computed with cells written out here and autograd; where PyTorch has the same cell
(nn.RNN, nn.GRU, nn.LSTM), outputs, last states and all gradients are compared with it to 1e-12 on the way; the
textbook's GRU, which PyTorch has not, where the two conventions coincide. Another BLAS changes the last digits.

Dimensions: T timesteps, B sequences, I input size, H hidden size, O outputs, L layers, D directions.
"""
import json
import math
import os
import sys

import torch
from torch import nn
from torch.nn import functional as F

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)
torch.use_deterministic_algorithms(True)

HERE = os.path.dirname(os.path.abspath(__file__))

# Blocks of H rows in the weights of each cell: one a gate, and one for the candidate.
BLOCKS = {'rnn_tanh': 1, 'gru': 3, 'gru_d2l': 3, 'lstm': 4}
MODULES = {'rnn_tanh': nn.RNN, 'gru': nn.GRU, 'lstm': nn.LSTM}
NAMES_IN_TORCH = (('weight_ih', 'W_ih'), ('weight_hh', 'W_hh'), ('bias_ih', 'b_ih'), ('bias_hh', 'b_hh'))


def tensor_to_json(t):
    t = t.detach()
    out = {'shape': list(t.shape)}
    if t.dtype == torch.int64:
        out['int'] = True
    out['data'] = t.reshape(-1).tolist()
    return out


class Net:
    """The cells written out. `params` has one dict a (layer, direction)."""

    def __init__(self, cell, L, D, I, H, O, generator, scale=1.0):
        self.cell, self.L, self.D, self.I, self.H, self.O = cell, L, D, I, H, O
        bound = scale / math.sqrt(H)
        rows = BLOCKS[cell] * H

        def uniform(*shape):
            return ((torch.rand(*shape, generator=generator) * 2 - 1) * bound).requires_grad_(True)

        self.params = []
        for layer in range(L):
            for _ in range(D):
                p = {'W_ih': uniform(rows, I if layer == 0 else H * D), 'W_hh': uniform(rows, H)}
                if cell == 'gru_d2l':
                    p['b'] = uniform(rows)
                else:
                    p['b_ih'] = uniform(rows)
                    p['b_hh'] = uniform(rows)
                self.params.append(p)
        self.head = {'W_hq': uniform(O, H * D), 'b_q': uniform(O)}

    def all_parameters(self):
        return [t for p in self.params for t in p.values()] + list(self.head.values())

    def step(self, p, xp, h, c):
        """One timestep, of xp = x W_ih^T (no bias yet). Returns h', c', gates by name."""
        W = p['W_hh']
        if self.cell == 'rnn_tanh':
            return torch.tanh(xp + p['b_ih'] + h @ W.T + p['b_hh']), None, {}
        if self.cell == 'gru':
            return self.gru(xp + p['b_ih'], h @ W.T + p['b_hh'], h)
        if self.cell == 'gru_d2l':
            return self.gru_d2l(p, xp, h)
        return self.lstm(xp + p['b_ih'] + h @ W.T + p['b_hh'], c)

    def blocks(self, a):
        return [a[:, i * self.H:(i + 1) * self.H] for i in range(a.shape[1] // self.H)]

    def gru(self, xi, hh, h):
        (xr, xz, xn), (hr, hz, hn) = self.blocks(xi), self.blocks(hh)
        r = torch.sigmoid(xr + hr)
        z = torch.sigmoid(xz + hz)
        n = torch.tanh(xn + r * hn)
        return (1 - z) * n + z * h, None, dict(r=r, z=z, n=n, hn=hn)

    def gru_d2l(self, p, xp, h):
        xr, xz, xn = self.blocks(xp)
        Wr, Wz, Wn = p['W_hh'].split(self.H)
        br, bz, bn = p['b'].split(self.H)
        r = torch.sigmoid(xr + h @ Wr.T + br)
        z = torch.sigmoid(xz + h @ Wz.T + bz)
        n = torch.tanh(xn + (r * h) @ Wn.T + bn)
        return z * h + (1 - z) * n, None, dict(r=r, z=z, n=n)

    def lstm(self, a, c):
        i, f, g, o = self.blocks(a)
        i, f, g, o = torch.sigmoid(i), torch.sigmoid(f), torch.tanh(g), torch.sigmoid(o)
        c2 = f * c + i * g
        return o * torch.tanh(c2), c2, dict(i=i, f=f, g=g, o=o)

    def forward(self, x, h0, c0=None, keep=False):
        """x: [T, B, I] vectors or [T, B] tokens. Returns outputs a layer, hn, cn, gates and states a (layer, direction)."""
        T = x.shape[0]
        states, gates, hn, cn, outputs = [], [], [], [], []
        inputs = x
        for layer in range(self.L):
            ys = []
            for direction in range(self.D):
                k = layer * self.D + direction
                p = self.params[k]
                h = h0[k]
                c = c0[k] if c0 is not None else None
                hs, cs, kept = [None] * T, [None] * T, {}
                for t in range(T) if direction == 0 else range(T - 1, -1, -1):
                    is_token = inputs[t].dtype == torch.int64
                    xp = p['W_ih'].T[inputs[t]] if is_token else inputs[t] @ p['W_ih'].T
                    h, c, step_gates = self.step(p, xp, h, c)
                    if keep:
                        h.retain_grad()
                        if c is not None:
                            c.retain_grad()
                    hs[t], cs[t] = h, c
                    for name, value in step_gates.items():
                        kept.setdefault(name, [None] * T)[t] = value
                states.append((hs, cs))
                gates.append(kept)
                hn.append(h)
                cn.append(c)
                ys.append(torch.stack(hs))
            inputs = torch.cat(ys, 2)
            outputs.append(inputs)
        return outputs, torch.stack(hn), torch.stack(cn) if self.cell == 'lstm' else None, gates, states

    def logits(self, y):
        return y @ self.head['W_hq'].T + self.head['b_q']

    def dump(self, gradients=False):
        def form(t):
            return tensor_to_json(t.grad if gradients else t)

        params = [
            dict(layer=k // self.D, direction=k % self.D, **{name: form(t) for name, t in p.items()})
            for k, p in enumerate(self.params)
        ]
        return params, {name: form(t) for name, t in self.head.items()}


def cross_entropy(logits, targets):
    return F.cross_entropy(logits.reshape(-1, logits.shape[-1]), targets.reshape(-1))


# --- checking against PyTorch's own modules ---------------------------------------------------------------------

checks = {'count': 0, 'largest': 0.0}


def close(a, b, what, tolerance=1e-12):
    deviation = (a - b).abs().max().item() / (1 + b.abs().max().item())
    checks['count'] += 1
    checks['largest'] = max(checks['largest'], deviation)
    assert deviation < tolerance, (what, deviation)


def suffix(k, D):
    return f"_l{k // D}" + ('_reverse' if k % D else '')


def torch_module(net):
    """PyTorch's module with the same parameters."""
    module = MODULES[net.cell](net.I, net.H, num_layers=net.L, bidirectional=net.D == 2)
    with torch.no_grad():
        for k, p in enumerate(net.params):
            for theirs, ours in NAMES_IN_TORCH:
                module.get_parameter(theirs + suffix(k, net.D)).copy_(p[ours])
    return module


def leaf(t):
    return t.detach().clone().requires_grad_(True)


def check_cell_case(net, x, h0, c0, targets, cot_hn, cot_cn, outputs, hn, cn, loss):
    """Outputs, last states and all gradients of nn.RNN, nn.GRU or nn.LSTM on the same numbers."""
    module = torch_module(net)
    x2, h2, W, b = leaf(x), leaf(h0), leaf(net.head['W_hq']), leaf(net.head['b_q'])
    c2 = None
    if net.cell == 'lstm':
        c2 = leaf(c0)
        y2, (hn2, cn2) = module(x2, (h2, c2))
        close(cn2, cn, 'cn')
    else:
        y2, hn2 = module(x2, h2)
    close(y2, outputs[-1], 'y')
    close(hn2, hn, 'hn')
    loss2 = cross_entropy(y2 @ W.T + b, targets)
    if cot_hn is not None:
        loss2 = loss2 + (cot_hn * hn2).sum() + ((cot_cn * cn2).sum() if cot_cn is not None else 0)
    loss2.backward()
    close(loss2, loss, 'loss')
    close(x2.grad, x.grad, 'dx')
    close(h2.grad, h0.grad, 'dh0')
    close(W.grad, net.head['W_hq'].grad, 'dW_hq')
    close(b.grad, net.head['b_q'].grad, 'db_q')
    if c2 is not None:
        close(c2.grad, c0.grad, 'dc0')
    for k, p in enumerate(net.params):
        for theirs, ours in NAMES_IN_TORCH:
            close(module.get_parameter(theirs + suffix(k, net.D)).grad, p[ours].grad, theirs)


def check_textbook_gru():
    """With a diagonal W_hn and b_hn = 0 it does not matter where the reset gate acts."""
    T, B, I, H = 6, 3, 4, 4
    generator = torch.Generator().manual_seed(2)
    net = Net('gru_d2l', 1, 1, I, H, 3, generator)
    p, module = net.params[0], nn.GRU(I, H)
    with torch.no_grad():
        p['W_hh'][2 * H:] *= torch.eye(H)
        module.weight_ih_l0.copy_(p['W_ih'])
        module.weight_hh_l0.copy_(p['W_hh'])
        module.bias_ih_l0.copy_(p['b'])
        module.bias_hh_l0.zero_()
    x, h0, R = (torch.randn(*shape, generator=generator) for shape in ((T, B, I), (1, B, H), (T, B, H)))
    ours, *_ = net.forward(x, h0)
    theirs, _ = module(x, h0)
    close(ours[-1], theirs, 'textbook y')
    (ours[-1] * R).sum().backward()
    (theirs * R).sum().backward()
    close(p['W_ih'].grad, module.weight_ih_l0.grad, 'textbook dW_ih')
    close(p['b'].grad, module.bias_ih_l0.grad, 'textbook db')
    (_, _, ours_n), (_, _, theirs_n) = p['W_hh'].grad.split(H), module.weight_hh_l0.grad.split(H)
    close(p['W_hh'].grad[:2 * H], module.weight_hh_l0.grad[:2 * H], 'textbook dW_hr, dW_hz')
    close(ours_n.diagonal(), theirs_n.diagonal(), 'textbook dW_hn')


# --- the three kinds of case ------------------------------------------------------------------------------------


def cell_case(cell, L, D, T, B, I, H, O, seed, scale=1.0, final=False, full_dh=False, h0zero=False):
    """Forward and backward of one window. The order of the random draws is part of the numbers."""
    generator = torch.Generator().manual_seed(seed)
    net = Net(cell, L, D, I, H, O, generator, scale)
    is_lstm = cell == 'lstm'

    def normal(*shape):
        return torch.randn(*shape, generator=generator)

    def initial():
        return (normal(L * D, B, H) * (0 if h0zero else .5)).requires_grad_(True)

    x = normal(T, B, I).requires_grad_(True)
    h0 = initial()
    c0 = initial() if is_lstm else None
    targets = torch.randint(0, O, (T, B), generator=generator)
    cot_hn = normal(L * D, B, H) * .3 if final else None
    cot_cn = normal(L * D, B, H) * .3 if final and is_lstm else None

    outputs, hn, cn, gates, states = net.forward(x, h0, c0, keep=True)
    logits = net.logits(outputs[-1])
    ce = cross_entropy(logits, targets)
    rest = torch.zeros(())
    if final:
        rest = (cot_hn * hn).sum() + ((cot_cn * cn).sum() if cot_cn is not None else 0)
    loss = ce + rest
    loss.backward()
    if cell in MODULES:
        check_cell_case(net, x, h0, c0, targets, cot_hn, cot_cn, outputs, hn, cn, loss)

    params, head = net.dump()
    grad_params, grad_head = net.dump(True)
    case = dict(
        id=f"{cell}-L{L}-D{D}-T{T}-B{B}-I{I}-H{H}-s{seed}", cell=cell, layers=L, directions=D, T=T, B=B, input=I,
        hidden=H, outputs=O, seed=seed, scale=scale, full_dh=full_dh, params=params, head=head, x=tensor_to_json(x),
        h0=tensor_to_json(h0), targets=tensor_to_json(targets),
    )
    if is_lstm:
        case['c0'] = tensor_to_json(c0)
    if final:
        case['cot_hn'] = tensor_to_json(cot_hn)
        if is_lstm:
            case['cot_cn'] = tensor_to_json(cot_cn)
    case.update(
        layer_outputs=[tensor_to_json(y) for y in outputs], hn=tensor_to_json(hn), logits=tensor_to_json(logits),
        ce=ce.item(), final=float(rest), loss=loss.item(), perplexity=math.exp(ce.item()),
    )
    if is_lstm:
        case['cn'] = tensor_to_json(cn)
    case.update(per_direction(D, is_lstm, full_dh, gates, states))
    case['grads'] = dict(params=grad_params, head=grad_head, x=tensor_to_json(x.grad), h0=tensor_to_json(h0.grad))
    if is_lstm:
        case['grads']['c0'] = tensor_to_json(c0.grad)
    case['grad_norm_total'] = gradient_norm(net.all_parameters())
    return case


def per_direction(D, is_lstm, full_dh, gates, states):
    """Gates, ||dL/dh_t||, and dL/dh_t itself if `full_dh`, for each (layer, direction)."""
    all_gates, norms, dh = [], [], []
    for k, (kept, (hs, cs)) in enumerate(zip(gates, states)):
        place = dict(layer=k // D, direction=k % D)
        values = {name: tensor_to_json(torch.stack(v)) for name, v in kept.items()}
        entry = dict(place, **values, h=tensor_to_json(torch.stack(hs)))
        norm = dict(place, norm=[h.grad.norm().item() for h in hs])
        if is_lstm:
            entry['c'] = tensor_to_json(torch.stack(cs))
            norm['norm_c'] = [c.grad.norm().item() for c in cs]
        all_gates.append(entry)
        norms.append(norm)
        if full_dh:
            dh.append(tensor_to_json(torch.stack([h.grad for h in hs])))
    out = dict(gates=all_gates, grad_norm_h=norms)
    if full_dh:
        out['dL_dh'] = dh
    return out


def gradient_norm(params):
    return math.sqrt(sum((p.grad ** 2).sum().item() for p in params))


def make_optimizer(config, params):
    arguments = {k: (tuple(v) if isinstance(v, list) else v) for k, v in config.items() if k != 'name'}
    classes = {
        'sgd': torch.optim.SGD, 'rmsprop': torch.optim.RMSprop, 'adam': torch.optim.Adam, 'adamw': torch.optim.AdamW,
    }
    return classes[config['name']](params, **arguments)


def clip_gradients(params, clip):
    """Clips in place. Returns the norm before."""
    norm = gradient_norm(params)
    if clip and clip['kind'] == 'torch':
        nn.utils.clip_grad_norm_(params, clip['max_norm'])
    elif clip and norm > clip['max_norm']:
        with torch.no_grad():
            for p in params:
                p.grad *= clip['max_norm'] / norm
    return norm


class Reference:
    """PyTorch's module and head on the same trajectory."""

    def __init__(self, net, optimizer, clip):
        self.module, self.clip = torch_module(net), clip
        self.head = nn.Linear(net.H * net.D, net.O)
        with torch.no_grad():
            self.head.weight.copy_(net.head['W_hq'])
            self.head.bias.copy_(net.head['b_q'])
        self.params = list(self.module.parameters()) + list(self.head.parameters())
        self.optimizer = make_optimizer(optimizer, self.params)

    def step(self, x, targets):
        y, _ = self.module(x)
        loss = cross_entropy(self.head(y), targets)
        self.optimizer.zero_grad()
        loss.backward()
        clip_gradients(self.params, self.clip)
        self.optimizer.step()
        return loss


def train_case(cell, L, D, T, B, I, H, O, seed, opt, clip, steps=20, K=3):
    """A trajectory over K batches of vectors, from the zero state each step."""
    generator = torch.Generator().manual_seed(seed)
    net = Net(cell, L, D, I, H, O, generator)
    params, head = net.dump()
    batches = [
        (torch.randn(T, B, I, generator=generator), torch.randint(0, O, (T, B), generator=generator)) for _ in range(K)
    ]
    reference = Reference(net, opt, clip) if cell in MODULES else None
    weights = net.all_parameters()
    optimizer = make_optimizer(opt, weights)
    losses, norms, after_1 = [], [], {}
    for s in range(steps):
        x, targets = batches[s % K]
        zero = torch.zeros(L * D, B, H)
        outputs, *_ = net.forward(x, zero, zero if cell == 'lstm' else None)
        loss = cross_entropy(net.logits(outputs[-1]), targets)
        optimizer.zero_grad()
        loss.backward()
        norms.append(clip_gradients(weights, clip))
        optimizer.step()
        losses.append(loss.item())
        if s == 0:
            params_1, head_1 = net.dump()
            after_1 = dict(params_after_1=params_1, head_after_1=head_1)
        if reference:
            close(reference.step(x, targets), loss, 'trajectory', 1e-10)
    final_params, final_head = net.dump()
    return dict(
        id=f"train-{cell}-L{L}-D{D}-{opt['name']}-s{seed}", cell=cell, layers=L, directions=D, T=T, B=B, input=I,
        hidden=H, outputs=O, seed=seed, steps=steps, optimizer=opt, clip=clip, params=params, head=head,
        inputs=[dict(x=tensor_to_json(x), targets=tensor_to_json(y)) for x, y in batches], loss=losses,
        grad_norm=norms, final_params=final_params, final_head=final_head, **after_1,
    )


def windows_of(ids, T, B):
    """Sequential partitioning: B lanes side by side, in windows of T. Pairs of inputs and targets, [T, B]."""
    n = (len(ids) - 1) // B
    n -= n % T
    X, Y = ids[:B * n].reshape(B, n), ids[1:B * n + 1].reshape(B, n)
    return [(X[:, k:k + T].T.contiguous(), Y[:, k:k + T].T.contiguous()) for k in range(0, n, T)]


def charlm_case(cell, L, T, B, V, H, seed, text, state, opt, clip, steps=20):
    """A character language model over a text; `state` is carried from window to window, or zero for each."""
    generator = torch.Generator().manual_seed(seed)
    net = Net(cell, L, 1, V, H, V, generator)
    params, head = net.dump()
    characters = sorted(set(text))
    assert len(characters) <= V
    windows = windows_of(torch.tensor([characters.index(c) for c in text]), T, B)
    weights = net.all_parameters()
    optimizer = make_optimizer(opt, weights)
    losses, norms, first = [], [], None
    h = c = None
    for s in range(steps):
        k = s % len(windows)
        x, targets = windows[k]
        if state == 'zero' or k == 0:
            h = torch.zeros(L, B, H)
            c = h if cell == 'lstm' else None
        outputs, hn, cn, _, _ = net.forward(x, h, c)
        loss = cross_entropy(net.logits(outputs[-1]), targets)
        optimizer.zero_grad()
        loss.backward()
        if s == 0:
            one_hot, *_ = net.forward(F.one_hot(x, V).to(torch.float64), h, c)
            close(one_hot[-1], outputs[-1], 'a one-hot input is a gathered row')
            grad_params, grad_head = net.dump(True)
            first = dict(params=grad_params, head=grad_head)
        norms.append(clip_gradients(weights, clip))
        optimizer.step()
        losses.append(loss.item())
        h = hn.detach()
        c = cn.detach() if cn is not None else None
    final_params, final_head = net.dump()
    return dict(
        id=f"charlm-{cell}-L{L}-{state}-{opt['name']}-s{seed}", cell=cell, layers=L, directions=1, T=T, B=B, vocab=V,
        input=V, hidden=H, outputs=V, seed=seed, steps=steps, state=state, optimizer=opt, clip=clip, text=text,
        alphabet=''.join(characters), params=params, head=head,
        inputs=[dict(tokens=tensor_to_json(x), targets=tensor_to_json(y)) for x, y in windows], loss=losses,
        perplexity=[math.exp(l) for l in losses], grad_norm=norms, final_params=final_params, final_head=final_head,
        first_grads=first,
    )


# --- what is generated ------------------------------------------------------------------------------------------

# L, D, T, B, I, H, O and what else is asked for.
CELL_CASES = [
    (1, 1, 5, 1, 3, 2, 3, dict(full_dh=True)),
    (1, 1, 8, 3, 4, 5, 3, dict(full_dh=True, final=True)),
    (1, 2, 6, 2, 3, 4, 4, dict(full_dh=True)),
    (2, 1, 7, 3, 3, 4, 5, dict(final=True)),
    (2, 2, 6, 2, 4, 3, 3, dict(final=True)),
    (3, 1, 9, 2, 3, 4, 4, dict()),
    (3, 2, 5, 2, 3, 3, 3, dict()),
    (1, 1, 12, 4, 5, 6, 5, dict(scale=6.0)),
    (1, 1, 10, 2, 1, 1, 2, dict(h0zero=True, full_dh=True)),
]
OPTIMIZERS = [
    (dict(name='sgd', lr=.5), dict(kind='torch', max_norm=1.0)),
    (dict(name='sgd', lr=1.0), dict(kind='d2l', max_norm=.1)),
    (dict(name='sgd', lr=.1, momentum=.9), dict(kind='d2l', max_norm=1.0)),
    (dict(name='sgd', lr=.1, momentum=.9, nesterov=True, weight_decay=.01), None),
    (dict(name='rmsprop', lr=.01, alpha=.99, eps=1e-8), dict(kind='torch', max_norm=.5)),
    (dict(name='rmsprop', lr=.005, alpha=.9, eps=1e-6, momentum=.5, centered=True), None),
    (dict(name='adam', lr=.01, betas=[.9, .999], eps=1e-8), dict(kind='d2l', max_norm=1.0)),
    (dict(name='adam', lr=.02, betas=[.8, .99], eps=1e-6, weight_decay=.01), None),
    (dict(name='adamw', lr=.02, weight_decay=.1), dict(kind='torch', max_norm=1.0)),
]
LAYERS_AND_DIRECTIONS = ((1, 1), (2, 1), (1, 2))
CHARLM_CASES = [
    ('rnn_tanh', 1, 'zero', dict(name='sgd', lr=1.0), dict(kind='d2l', max_norm=1.0)),
    ('rnn_tanh', 1, 'carry', dict(name='sgd', lr=1.0), dict(kind='d2l', max_norm=1.0)),
    ('gru', 1, 'carry', dict(name='sgd', lr=4.0), dict(kind='torch', max_norm=1.0)),
    ('gru_d2l', 1, 'carry', dict(name='sgd', lr=4.0), dict(kind='d2l', max_norm=1.0)),
    ('lstm', 2, 'carry', dict(name='adam', lr=.02), dict(kind='d2l', max_norm=1.0)),
    ('gru', 2, 'zero', dict(name='rmsprop', lr=.01), None),
]
# H. G. Wells, The Time Machine (1895): public domain.
TEXT = (
    'the time traveller for so it will be convenient to speak of him was expounding a recondite matter to us. '
    'his grey eyes shone and twinkled, and his usually pale face was flushed'
)
FIRST_SEED = 1001


def write(folder, name, kind, cases):
    content = dict(schema=1, kind=kind, set='public', torch=torch.__version__, dtype='float64', cases=cases)
    with open(os.path.join(folder, name + '.json'), 'w') as file:
        json.dump(content, file, separators=(',', ':'))


def main(folder):
    check_textbook_gru()
    os.makedirs(folder, exist_ok=True)
    seeds = iter(range(FIRST_SEED, 10 ** 6))
    for cell in BLOCKS:
        cases = [cell_case(cell, *sizes, next(seeds), **more) for *sizes, more in CELL_CASES]
        write(folder, 'cells-' + cell.replace('_', '-'), 'cells', cases)
    trajectories = [
        train_case(cell, *LAYERS_AND_DIRECTIONS[j % 3], 6, 3, 3, 4, 4, next(seeds), opt, clip)
        for cell in BLOCKS
        for j, (opt, clip) in enumerate(OPTIMIZERS)
    ]
    write(folder, 'train', 'train', trajectories)
    V = len(set(TEXT))
    models = [
        charlm_case(cell, L, 8, 3, V, 6, next(seeds), TEXT, state, opt, clip)
        for cell, L, state, opt, clip in CHARLM_CASES
    ]
    write(folder, 'charlm', 'charlm', models)
    print(f"{checks['count']} checks against PyTorch's modules, largest deviation {checks['largest']:.1e}")


if __name__ == '__main__':
    main(sys.argv[1] if len(sys.argv) > 1 else os.path.join(HERE, 'vectors'))
