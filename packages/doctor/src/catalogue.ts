export { diagnose } from './diagnosis/diagnose.js';
export { type Diagnosis, type Facts, type Symptom, symptomOf } from './diagnosis/diagnosis.js';
