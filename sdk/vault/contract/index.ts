export { contractFiles } from './paper/contractFiles.ts';
