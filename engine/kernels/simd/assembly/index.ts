/** The kernels in AssemblyScript: compiled by scripts/kernels.mjs, called by ../index.ts. Formulas: ../../kernels.ts. */
export {
  addMultiply,
  mix,
  mixBackward,
  multiply,
  multiplyBackward,
  relu,
  reluBackward,
  setTanh,
  sigmoid,
  sigmoidBackward,
  sumOfProducts,
  tanh,
  tanhBackward,
} from './elementwise';
export { addProduct, addRowProduct, addTransposedProduct } from './gemm';
export { crossEntropy } from './loss';
export { pack, packTransposed } from './pack';
export { addColumns, addRowSums, scatterAdd, setColumns, setGathered, setRows } from './rows';
export { adam, addScaled, scale, sumOfSquares } from './update';
