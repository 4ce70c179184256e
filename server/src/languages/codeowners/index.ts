export { decide, type Decision } from './decide.ts';
export { faultsOf, type Fault, type FaultCode } from './faults.ts';
export { ownersOf, readOwnersFile, type OwnersFile } from './owners-file.ts';
export { sourceOf, type Reference } from './owner.ts';
