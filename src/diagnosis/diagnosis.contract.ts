export type { Symptom } from './symptom.js';
export type { Diagnosis, Facts } from './diagnosis.js';
