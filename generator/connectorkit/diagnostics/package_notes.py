"""Notes on what `connectorkit package` reports, or `check` of a package: id, title, why, help."""

from __future__ import annotations

from typing import Final

NOTES: Final[tuple[tuple[str, str, str, str], ...]] = (
    (
        "PKG001",
        "A package can be opened safely",
        "Nothing is unpacked from an archive that is damaged, too large, encrypted, or has names that point outside "
        "the archive.",
        "Build or export the package again.",
    ),
    (
        "PKG010",
        "The root of a certification zip has no folder",
        "Step V-07 of the package validator, policy 5000.1.1.11.",
        "Zip the files themselves, not the folder around them.",
    ),
    (
        "PKG011",
        "A certification zip has one intro.md",
        "Step V-07 of the package validator, policy 5000.1.1.5: its text becomes a part of the reference page.",
        "Put exactly one .md file at the root.",
    ),
    (
        "PKG012",
        "A certification zip has one inner zip",
        "Step V-07 of the package validator opens exactly one.",
        "Put one zip with the folder PkgAssets at the root.",
    ),
    (
        "PKG013",
        "The solutions are directly in PkgAssets",
        "Steps V-09 and V-10 of the package validator, policy 5000.1.1.12.",
        "Use one folder, PkgAssets, without folders in it.",
    ),
    (
        "PKG014",
        "A certification zip has a connector solution",
        "Step V-15 of the package validator, policy 5000.1.1.8.",
        "Add a solution with the connector and without workflows.",
    ),
    (
        "PKG015",
        "A certification zip has a flow solution",
        "Step V-15 of the package validator, policy 5000.1.1.6.",
        "Add a solution with the connector and a sample flow.",
    ),
    (
        "PKG016",
        "PkgAssets has two solutions, or three with a plugin",
        "Step V-10 of the package validator, policy 5000.1.1.13.",
        "Leave the connector solution and the flow solution in it.",
    ),
    (
        "PKG017",
        "A solution has its root files",
        "Step V-11 of the package validator, policy 5000.1.1.16.",
        "Export the solution again.",
    ),
    (
        "PKG018",
        "A solution has the folders of what it contains",
        "Step V-14 of the package validator, policies 5000.1.1.14 and 5000.1.1.17.",
        "Export the solution again.",
    ),
    (
        "PKG019",
        "Name, version, kind and prefix of a solution are well formed",
        "The platform compares versions as four numbers and assigns components only to the publisher of their prefix.",
        "Write four numbers, 0 or 1 for Managed, and the prefix of the publisher.",
    ),
    (
        "PKG020",
        "Ids are GUIDs in the spelling of the platform",
        "Root components and workflows are matched case-sensitively.",
        "Write ids in lowercase and in braces.",
    ),
    (
        "PKG021",
        "Files that customizations.xml names exist",
        "Policy 5000.1.1.17: the import reads each path that a node names.",
        "Add the file, or remove the node.",
    ),
    (
        "PKG022",
        "The connector has an icon",
        "Policy 5000.1.1.1: the icon is read from the files of the connector.",
        "Add the icon to the connector and export it again.",
    ),
    (
        "PKG023",
        "Empty policies have no file",
        "Policy 5000.1.1.16: an empty list that customizations.xml names is refused.",
        "Remove the file and its node.",
    ),
    (
        "PKG024",
        "Each file of the connector is named",
        "An import ignores a file that no node names.",
        "Name the file in customizations.xml, or remove it.",
    ),
    (
        "PKG025",
        "Solutions for certification are unmanaged",
        "Certification accepts only unmanaged solutions.",
        "Export the solution as unmanaged.",
    ),
    (
        "PKG026",
        "Root components and customizations agree",
        "The import ignores parts without a root component, and fails at a root component without a target.",
        "List each connector, workflow and environment variable once as a root component.",
    ),
    (
        "PKG027",
        "The schema name of a root component is the connector's name",
        "The platform finds the connector by it.",
        "Write the logical name of the connector.",
    ),
    (
        "PKG028",
        "[Content_Types].xml declares each extension",
        "Parts of a package without a content type are refused.",
        "Add a Default element for the extension.",
    ),
    (
        "PKG029",
        "Both solutions contain the same connector",
        "The sample flow must show the connector that is submitted.",
        "Export both solutions again from one environment.",
    ),
    (
        "PKG030",
        "XML files can be read",
        "An import stops at XML that is not well formed. A document type declaration is never read.",
        "Export the solution again.",
    ),
    (
        "PKG031",
        "XML files are UTF-8 without a byte-order mark",
        "pac refuses a byte-order mark in some files.",
        "Save the file as UTF-8 without a byte-order mark.",
    ),
    (
        "PKG032",
        "Workflows and their files agree",
        "Policy 5000.1.1.15: each workflow of customizations.xml has one file, and each file one workflow.",
        "Export the solution again.",
    ),
    (
        "PKG033",
        "The file name of a workflow contains its id",
        "The platform reads the id from the name of the file, in uppercase.",
        "End the name of the file with the id of the workflow.",
    ),
    (
        "PKG034",
        "The file of a workflow is a flow",
        "A flow has connection references, an action, and the parameters $authentication and $connections.",
        "Export the solution again.",
    ),
    (
        "PKG035",
        "Steps of a flow use declared connections",
        "The platform cannot open a flow whose steps use a connection that it does not declare.",
        "Declare the connection, or name one that is declared.",
    ),
    (
        "PKG036",
        "The sample flow uses the connector",
        "Policy 5000.1.1.7.",
        "Use a connection reference whose customconnectorid is the id of the connector.",
    ),
    (
        "PKG037",
        "The sample flow calls operations of the connector",
        "Policy 5000.1.1.9: operations are found by way of the sample flow.",
        "Call operations by the operationId of the definition.",
    ),
    (
        "PKG038",
        "The steps of a flow have all required inputs",
        "The platform cannot run a step that lacks a required input, so the flow stays turned off.",
        "Add a value for each required input of the operation.",
    ),
    (
        "PKG039",
        "A custom connector is of type 1",
        "The column connectortype of Dataverse: 1 is a custom connector, 0 is not specified, 2 has no connection.",
        "Write <connectortype>1</connectortype>.",
    ),
    (
        "PKG060",
        "A solution does not contain everything",
        "Publisher, stackOwner, capabilities, effects, sandbox data and documentation cannot be part of a solution.",
        "Add them to the source after the import.",
    ),
    (
        "PKG061",
        "A package contains a connector with a definition",
        "There is nothing to import or to check without it.",
        "Name a solution or a certification zip with a connector.",
    ),
    (
        "PKG062",
        "A solution contains one connector",
        "Certification reads only the first connector of a solution.",
        "Leave only one connector in the solution.",
    ),
    (
        "PKG063",
        "Environment variables are texts with a default value, or secrets",
        "A source contains the values that the variables replace.",
        "Write the value into the source, and declare the variable under `package.environment_variables`.",
    ),
    (
        "PKG064",
        "Everything in a solution is imported",
        "A source describes one connector; it cannot contain the other components of the solution.",
        "Keep them in their solution.",
    ),
    (
        "PKG065",
        "Display name and description are those of the definition",
        "Makers see display name and description of the solution; reviewers read those of the definition.",
        "Use the same texts in both.",
    ),
    (
        "PKG100",
        "The publisher chooses prefix and name",
        "Both are part of the logical name, which can never change: a changed name creates a second connector.",
        "Set `package.publisher.prefix` and `package.name` before the first release.",
    ),
    (
        "PKG101",
        "A logical name has at most 30 characters",
        "`pac solution pack` and `unpack` silently drop a connector with a longer name.",
        "Choose a shorter `package.name`.",
    ),
    (
        "PKG102",
        "A definition has at most 500,000 characters",
        "Dataverse refuses a longer one (0x80044331).",
        "Split the connector, or shorten its descriptions.",
    ),
    (
        "PKG103",
        "No definition is called security",
        "The publication pipeline mistakes it for the list of security requirements.",
        "Give the definition another name.",
    ),
    (
        "PKG104",
        "A logical name has no characters that exports encode",
        "An export writes them as -20 or _5F, so that file names differ from the name that was entered.",
        "Use only a-z and 0-9 after the prefix, unless the connector is released under this name.",
    ),
    (
        "PKG105",
        "Several authentication methods need customProperties.json",
        "Policy 5000.1.1.5 requires the file, but its content is not documented, so it is not generated.",
        "Ask the certification team for it.",
    ),
    (
        "PKG106",
        "The sample flow can be generated",
        "Certification requires a flow with visible operations of the connector.",
        "Name visible operations under `package.flow`.",
    ),
    (
        "PKG107",
        "An environment variable replaces a string",
        "The platform allows environment variables in the host, the base path and the security fields.",
        "Name `host`, `base_path`, or a pointer to a string of the security fields.",
    ),
    (
        "PKG108",
        "Names and ids stay the same",
        "A changed id or logical name creates a second connector; connections and flows keep using the first.",
        "Keep the old value under `package`.",
    ),
    (
        "PKG109",
        "Secrets are environment variables of type secret",
        "The values of text variables are not encrypted; a secret variable refers to Azure Key Vault.",
        "Write `type: secret` for the variable.",
    ),
    (
        "PKG110",
        "A package contains no client secret",
        "Everyone who gets a zip can read it. Makers enter the secret on the Security tab after the import.",
        "Remove the secret from the source, and create a new one in the service.",
    ),
)
OF_SOURCES: Final = frozenset(note[0] for note in NOTES if note[0] == "PKG022" or note[0] >= "PKG100")
"""The ids that `connectorkit package` reports about a source."""
