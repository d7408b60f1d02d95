export { runKit, type Verdict } from './runKit.ts';
export { contractFiles } from './paper/contractFiles.ts';
