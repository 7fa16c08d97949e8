package sh.keptn.lambda.control;

import sh.keptn.lambda.architecture.FamilyArchitecture;

class ArchitectureTest extends FamilyArchitecture {}
