package sh.keptn.lambda.api;

import sh.keptn.lambda.architecture.FamilyArchitecture;

class ArchitectureTest extends FamilyArchitecture {}
