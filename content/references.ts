/** What the lessons cite. Authors as in the paper; `where` is the venue, `url` a lasting address. */
export interface Reference {
  /** As cited in the text: “Cho et al., 2014”. */
  readonly short: { readonly zh: string; readonly en: string };
  readonly authors: string;
  readonly year: number;
  readonly title: string;
  readonly where: string;
  readonly url: string;
}

const et = (first: string, year: number) => ({ zh: `${first} 等，${year}`, en: `${first} et al., ${year}` });
const two = (a: string, b: string, year: number) => ({
  zh: `${a} 与 ${b}，${year}`,
  en: `${a} and ${b}, ${year}`,
});

export const REFERENCES = {
  bengio1994: {
    short: et('Bengio', 1994),
    authors: 'Y. Bengio, P. Simard, P. Frasconi',
    year: 1994,
    title: 'Learning long-term dependencies with gradient descent is difficult',
    where: 'IEEE Transactions on Neural Networks 5(2), 157–166',
    url: 'https://doi.org/10.1109/72.279181',
  },
  hochreiter1997: {
    short: two('Hochreiter', 'Schmidhuber', 1997),
    authors: 'S. Hochreiter, J. Schmidhuber',
    year: 1997,
    title: 'Long short-term memory',
    where: 'Neural Computation 9(8), 1735–1780',
    url: 'https://doi.org/10.1162/neco.1997.9.8.1735',
  },
  gers2000: {
    short: et('Gers', 2000),
    authors: 'F. A. Gers, J. Schmidhuber, F. Cummins',
    year: 2000,
    title: 'Learning to forget: continual prediction with LSTM',
    where: 'Neural Computation 12(10), 2451–2471',
    url: 'https://doi.org/10.1162/089976600300015015',
  },
  pascanu2013: {
    short: et('Pascanu', 2013),
    authors: 'R. Pascanu, T. Mikolov, Y. Bengio',
    year: 2013,
    title: 'On the difficulty of training recurrent neural networks',
    where: 'ICML 2013, PMLR 28(3), 1310–1318',
    url: 'https://arxiv.org/abs/1211.5063',
  },
  cho2014: {
    short: et('Cho', 2014),
    authors: 'K. Cho, B. van Merriënboer, C. Gulcehre, D. Bahdanau, F. Bougares, H. Schwenk, Y. Bengio',
    year: 2014,
    title: 'Learning phrase representations using RNN encoder–decoder for statistical machine translation',
    where: 'EMNLP 2014, 1724–1734',
    url: 'https://arxiv.org/abs/1406.1078',
  },
  chung2014: {
    short: et('Chung', 2014),
    authors: 'J. Chung, C. Gulcehre, K. Cho, Y. Bengio',
    year: 2014,
    title: 'Empirical evaluation of gated recurrent neural networks on sequence modeling',
    where: 'NIPS 2014 Workshop on Deep Learning',
    url: 'https://arxiv.org/abs/1412.3555',
  },
  jozefowicz2015: {
    short: et('Jozefowicz', 2015),
    authors: 'R. Jozefowicz, W. Zaremba, I. Sutskever',
    year: 2015,
    title: 'An empirical exploration of recurrent network architectures',
    where: 'ICML 2015, PMLR 37, 2342–2350',
    url: 'https://proceedings.mlr.press/v37/jozefowicz15.html',
  },
  greff2017: {
    short: et('Greff', 2017),
    authors: 'K. Greff, R. K. Srivastava, J. Koutník, B. R. Steunebrink, J. Schmidhuber',
    year: 2017,
    title: 'LSTM: a search space odyssey',
    where: 'IEEE Transactions on Neural Networks and Learning Systems 28(10), 2222–2232',
    url: 'https://arxiv.org/abs/1503.04069',
  },
  karpathy2016: {
    short: et('Karpathy', 2016),
    authors: 'A. Karpathy, J. Johnson, L. Fei-Fei',
    year: 2016,
    title: 'Visualizing and understanding recurrent networks',
    where: 'ICLR 2016 Workshop',
    url: 'https://arxiv.org/abs/1506.02078',
  },
  zhou2016: {
    short: et('Zhou', 2016),
    authors: 'G.-B. Zhou, J. Wu, C.-L. Zhang, Z.-H. Zhou',
    year: 2016,
    title: 'Minimal gated unit for recurrent neural networks',
    where: 'International Journal of Automation and Computing 13(3), 226–234',
    url: 'https://arxiv.org/abs/1603.09420',
  },
  zhang2023: {
    short: et('Zhang', 2023),
    authors: 'A. Zhang, Z. C. Lipton, M. Li, A. J. Smola',
    year: 2023,
    title: 'Dive into Deep Learning',
    where: 'Cambridge University Press',
    url: 'https://d2l.ai',
  },
  goto2008: {
    short: two('Goto', 'van de Geijn', 2008),
    authors: 'K. Goto, R. A. van de Geijn',
    year: 2008,
    title: 'Anatomy of high-performance matrix multiplication',
    where: 'ACM Transactions on Mathematical Software 34(3), article 12',
    url: 'https://doi.org/10.1145/1356052.1356053',
  },
  paszke2019: {
    short: et('Paszke', 2019),
    authors: 'A. Paszke, S. Gross, F. Massa, and others',
    year: 2019,
    title: 'PyTorch: an imperative style, high-performance deep learning library',
    where: 'NeurIPS 2019, 8024–8035',
    url: 'https://arxiv.org/abs/1912.01703',
  },
} as const satisfies Record<string, Reference>;

export type ReferenceId = keyof typeof REFERENCES;
