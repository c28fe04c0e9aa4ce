import { describePlan } from '../describe-plan.js';
import { basicModules } from './basic-modules.js';

describePlan('oidcc-client-basic-certification-test-plan', basicModules());
