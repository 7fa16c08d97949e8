package sh.keptn.lambda.publisher;

import sh.keptn.lambda.architecture.FamilyArchitecture;

class ArchitectureTest extends FamilyArchitecture {}
