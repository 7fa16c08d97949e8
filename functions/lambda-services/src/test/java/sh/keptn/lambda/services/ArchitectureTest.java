package sh.keptn.lambda.services;

import sh.keptn.lambda.architecture.FamilyArchitecture;

class ArchitectureTest extends FamilyArchitecture {}
