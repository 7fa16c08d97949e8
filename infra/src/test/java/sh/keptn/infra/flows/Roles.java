package sh.keptn.infra.flows;

import software.amazon.awssdk.services.iam.IamClient;

/** The roles of an installation, with what each may do. */
final class Roles {

    private final IamClient iam;
    private final CleanUp cleanUp;

    Roles(IamClient iam, CleanUp cleanUp) {
        this.iam = iam;
        this.cleanUp = cleanUp;
    }

    void make(ResolvedTemplate template) {
        template.resources("AWS::IAM::Role").forEach((id, role) -> create(template.name(id), role));
        template.resources("AWS::IAM::Policy").values().forEach(this::putPolicy);
    }

    private void create(String name, ResourceProperties role) {
        iam.createRole(
                request -> request.roleName(name).assumeRolePolicyDocument(role.document("AssumeRolePolicyDocument")));
        cleanUp.add("role " + name, () -> iam.deleteRole(request -> request.roleName(name)));
        iam.waiter().waitUntilRoleExists(request -> request.roleName(name));
    }

    private void putPolicy(ResourceProperties policy) {
        String name = policy.text("PolicyName");
        for (String role : policy.texts("Roles")) {
            iam.putRolePolicy(request ->
                    request.roleName(role).policyName(name).policyDocument(policy.document("PolicyDocument")));
            cleanUp.add(
                    "policy of role " + role,
                    () -> iam.deleteRolePolicy(request -> request.roleName(role).policyName(name)));
        }
    }
}
